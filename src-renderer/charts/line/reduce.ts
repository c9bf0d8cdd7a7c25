/**
 * Which points to draw so that at most `most` are shown: of each bucket of neighbours the lowest and the highest,
 * in their order, so that no spike is lost; a bucket with NaN or an infinity shows that as well, as a gap.
 * The first and the last point are always among them. Returns indices, ascending.
 */
export function reduceIndices(values: readonly number[], most: number): number[] {
  if (values.length <= most) return values.map((_, index) => index);
  const buckets = Math.max(1, Math.floor((most - 2) / 3));
  const inner = values.length - 2;
  const kept = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const first = 1 + Math.floor((bucket * inner) / buckets);
    const end = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    kept.push(...extremes(values, first, end));
  }
  kept.push(values.length - 1);
  return kept;
}

function extremes(values: readonly number[], first: number, end: number): number[] {
  let lowest = -1;
  let highest = -1;
  let broken = -1;
  for (let index = first; index < end; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) broken = index;
    else {
      if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = index;
      if (highest < 0 || value > (values[highest] ?? 0)) highest = index;
    }
  }
  return [...new Set([lowest, highest, broken])].filter((index) => index >= 0).sort((a, b) => a - b);
}
