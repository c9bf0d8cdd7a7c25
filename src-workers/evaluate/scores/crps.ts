/**
 * The continuous ranked probability score of the distribution that an ensemble was drawn from, estimated by its members:
 * E|X - y| - 0.5 E|X - X'| (Gneiting and Raftery 2007, equation 21) with the second mean over pairs of different
 * members, so that the estimate does not depend on their number (the fair score, Ferro 2014). One value can be below 0.
 * Of a single member it is the distance.
 * @param sorted the members in rising order
 * @returns in the units of y
 */
export function ensembleCrps(sorted: ArrayLike<number>, truth: number): number {
  const count = sorted.length;
  let distance = 0;
  let spread = 0;
  for (let rank = 0; rank < count; rank += 1) {
    distance += Math.abs(sorted[rank] - truth);
    // In rising order each member is subtracted from those above it and has those below it subtracted.
    spread += (2 * rank - count + 1) * sorted[rank];
  }
  return distance / count - spread / (count * Math.max(count - 1, 1));
}

/** Whether a central interval of this probability, read off the sorted ensemble, holds the truth. */
export function isCovered(sorted: ArrayLike<number>, truth: number, probability: number): boolean {
  const tail = (1 - probability) / 2;
  return truth >= quantile(sorted, tail) && truth <= quantile(sorted, 1 - tail);
}

/** Linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's default). */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
