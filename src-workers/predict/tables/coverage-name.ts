/** How a column says the coverage it promises: 0.9 as `90`, 0.975 as `97.5`. */
export function coverageName(coverage: number): string {
  return String(Number((100 * coverage).toPrecision(12)));
}
