/**
 * An exponential moving average with the weight `past` (0 to below 1) on what came before, corrected for its start:
 * the first values are not pulled towards zero. A value that is no finite number stays as it is and is left out of
 * the average. It runs over all values, whatever is drawn of them.
 */
export function smoothed(values: readonly number[], past: number): readonly number[] {
  if (past === 0) return values;
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = past * sum + (1 - past) * value;
    weight = past * weight + (1 - past);
    return sum / weight;
  });
}
