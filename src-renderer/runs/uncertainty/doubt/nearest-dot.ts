/** An item by where its doubt comes from. */
export interface PlacedDot {
  readonly item: number;
  readonly aleatoric: number;
  readonly epistemic: number;
}

/** The item whose dot is nearest to a point, at most `within` away; undefined where there is none. */
export function nearestDot(
  dots: readonly PlacedDot[],
  aleatoric: number,
  epistemic: number,
  within: number,
): number | undefined {
  let nearest: number | undefined;
  let least = within;
  for (const dot of dots) {
    const distance = Math.hypot(dot.aleatoric - aleatoric, dot.epistemic - epistemic);
    if (distance > least) continue;
    least = distance;
    nearest = dot.item;
  }
  return nearest;
}
