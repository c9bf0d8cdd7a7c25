/** How often values lie in each of so many parts of equal width from the lowest to the highest. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Of values that are all alike, from half below to half above, so that there is a width. */
export function histogram(values: readonly number[], bins: number): Histogram {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [low, high] = least < most ? [least, most] : [least - 0.5, least + 0.5];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values)
    counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))] += 1;
  return { low, high, counts };
}

/** Equal steps from one end to the other, both among them. */
export function gridOf({ low, high }: Pick<Histogram, 'low' | 'high'>, points: number): readonly number[] {
  return Array.from({ length: points }, (_, at) => low + ((high - low) * at) / (points - 1));
}
