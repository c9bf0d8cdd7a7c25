/** Scores of pooled class probabilities on labelled items; all are means over the items. */
export interface Scores {
  readonly accuracy: number;
  /** Negative log-likelihood in nats per item. */
  readonly nll: number;
  /** Sum over the classes of (probability - one-hot label)^2: 0 is perfect, 2 is sure and wrong. */
  readonly brier: number;
  /** Expected calibration error over 15 equal-width bins of confidence. */
  readonly ece: number;
  /** Mean absolute calibration error: the same bins, those with items counting alike. */
  readonly mace: number;
}

const calibrationBins = 15;

/** In nats: a probability that is too small for a number of single precision still has one. */
export type LogProbabilities = Float32Array | Float64Array;

/** The probabilities of logarithms, in the same order. */
export function probabilitiesOf(logProbabilities: LogProbabilities): Float32Array {
  return Float32Array.from(logProbabilities, (log) => Math.exp(log));
}

/**
 * Scores logarithms of probabilities [items, classes], pooled over all weight samples, against one label per item.
 * A probability that is not a number makes every score it enters not a number, and is never right: a diverged run shows
 * as one.
 */
export function scorePredictions(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
): Scores {
  const items = labels.length;
  const calibration = new CalibrationBins();
  let correct = 0;
  let nll = 0;
  let brier = 0;
  for (let item = 0; item < items; item++) {
    const row = logProbabilities.subarray(item * classes, (item + 1) * classes);
    const label = labels[item] ?? Number.NaN;
    const predicted = mostLikely(row);
    const isRight = predicted === label && !Number.isNaN(row[predicted]);
    correct += isRight ? 1 : 0;
    const losses = lossesOf(row, label);
    nll += losses.nll;
    brier += losses.brier;
    calibration.add(Math.exp(row[predicted] ?? Number.NaN), isRight);
  }
  return { accuracy: correct / items, nll: nll / items, brier: brier / items, ...calibration.errors() };
}

/**
 * The class with the largest probability, or logarithm of one; the first of equals. One that is no number is not the
 * largest.
 */
export function mostLikely(row: LogProbabilities): number {
  return mostLikelyAt(row, 0, row.length);
}

/** The same of the row that begins at `first` of several: a view of each would cost more than looking at it. */
export function mostLikelyAt(rows: LogProbabilities, first: number, classes: number): number {
  let best = first;
  for (let at = first + 1; at < first + classes; at += 1) {
    if (rows[at] > rows[best] || Number.isNaN(rows[best])) best = at;
  }
  return best - first;
}

/** -log of the largest probability of a row of logarithms; NaN where one is no number. */
export function leastOf(row: LogProbabilities): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const log of row) most = Math.max(most, log);
  return -most;
}

/** What one item adds to NLL and Brier score. @param row logarithms of its classes' probabilities */
export function lossesOf(row: LogProbabilities, label: number): Pick<Scores, 'nll' | 'brier'> {
  // Not the negative, which is -0 of a class that is sure.
  return { nll: 0 - (row[label] ?? Number.NaN), brier: squaredDistance(row, label) };
}

function squaredDistance(row: LogProbabilities, label: number): number {
  let sum = 0;
  for (let index = 0; index < row.length; index++) {
    const distance = Math.exp(row[index] ?? Number.NaN) - (index === label ? 1 : 0);
    sum += distance * distance;
  }
  return sum;
}

/**
 * Expected calibration error: bin b holds confidences in (b/15, (b+1)/15], the first one also 0; the error is
 * the mean over the items of |accuracy of the bin - mean confidence of the bin| (Naeini et al. 2015).
 */
class CalibrationBins {
  readonly #surplus = new Float64Array(calibrationBins);
  readonly #sizes = new Float64Array(calibrationBins);
  #items = 0;

  /** The sums of (confidence - correct) are enough: a bin's gap times its size is their absolute value. */
  add(confidence: number, isCorrect: boolean): void {
    const bin = Math.max(0, Math.min(calibrationBins - 1, Math.ceil(confidence * calibrationBins) - 1 || 0));
    this.#surplus[bin] = (this.#surplus[bin] ?? 0) + confidence - (isCorrect ? 1 : 0);
    this.#sizes[bin] = (this.#sizes[bin] ?? 0) + 1;
    this.#items += 1;
  }

  errors(): { readonly ece: number; readonly mace: number } {
    const filled = this.#sizes.filter((size) => size > 0).length;
    const gaps = this.#surplus.map((gap, bin) => Math.abs(gap) / Math.max(this.#sizes[bin] ?? 0, 1));
    return {
      ece: this.#surplus.reduce((sum, gap) => sum + Math.abs(gap), 0) / this.#items,
      mace: gaps.reduce((sum, gap) => sum + gap, 0) / filled,
    };
  }
}

/** Shannon entropy in nats of each row of probabilities whose logarithms are given, [rows, classes]. */
export function entropies(logProbabilities: LogProbabilities, classes: number): Float32Array {
  const rows = new Float32Array(logProbabilities.length / classes);
  for (let row = 0; row < rows.length; row += 1) {
    let sum = 0;
    for (let at = row * classes; at < (row + 1) * classes; at += 1) {
      const log = logProbabilities[at];
      if (log !== Number.NEGATIVE_INFINITY) sum -= Math.exp(log) * log;
    }
    rows[row] = sum;
  }
  return rows;
}

/**
 * The epistemic part of each item's uncertainty, in nats: the entropy of the pooled prediction less the mean over
 * the weight samples of each sample's own entropy. Never below 0, where rounding alone would put it.
 */
export function mutualInformation(pooledEntropies: Float32Array, meanEntropies: Float32Array): Float32Array {
  return pooledEntropies.map((entropy, item) => Math.max(0, entropy - (meanEntropies[item] ?? Number.NaN)));
}
