import type { LogProbabilities } from './scores';

/** Scores that know how far a class lies from another; means over the items. */
export interface OrdinalScores {
  /** Ranked probability score (Epstein 1969, Murphy 1971): the sum over thresholds of (P(y <= k) - [truth <= k])²; 0 is perfect. */
  readonly rps: number;
  /** Classes between the truth and the median of the prediction, which no other class undercuts in expectation. */
  readonly rankError: number;
}

/** @param logProbabilities of classes from the least to the most, [items, classes] */
export function ordinalScores(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
): OrdinalScores {
  const items = labels.length;
  let [rps, rankError] = [0, 0];
  for (let item = 0; item < items; item += 1) {
    const row = logProbabilities.subarray(item * classes, (item + 1) * classes);
    const { squares, median } = rankedAgainst(row, labels[item]);
    rps += squares;
    rankError += Math.abs(median - labels[item]);
  }
  return { rps: rps / items, rankError: rankError / items };
}

/** What one item adds to the ranked probability score, and the least class with half of the probability up to it; NaN where one is no number. */
function rankedAgainst(row: LogProbabilities, label: number) {
  let [below, squares, median] = [0, 0, row.length - 1];
  for (let at = 0; at < row.length - 1; at += 1) {
    below += Math.exp(row[at]);
    squares += (below - (label <= at ? 1 : 0)) ** 2;
    if (below >= 0.5) median = Math.min(median, at);
  }
  return { squares, median: Number.isNaN(below) ? Number.NaN : median };
}
