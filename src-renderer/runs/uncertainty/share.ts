/** A share as a percentage with at most one decimal: 0.925 as `92.5 %`. */
export function formatShare(share: number): string {
  return `${Number((100 * share).toFixed(1))}\u00a0%`;
}
