/** What of a prediction's spread is looked at. */
export const spreadParts = {
  total: { label: 'all of it', title: 'Standard deviation' },
  weights: { label: 'from the weights', title: 'of it from the weights' },
  noise: { label: 'from the noise', title: 'of it from the noise' },
} as const;
export type SpreadPart = keyof typeof spreadParts;

/** Standard deviations: variances of both parts add up to all of it. */
export function spreadOf(
  part: SpreadPart,
  { std, weightStd }: Readonly<Record<'std' | 'weightStd', readonly number[]>>,
): readonly number[] {
  if (part === 'total') return std;
  if (part === 'weights') return weightStd;
  return std.map((all, place) => Math.sqrt(Math.max(0, all ** 2 - (weightStd[place] ?? 0) ** 2)));
}
