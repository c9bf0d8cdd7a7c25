import { type LogProbabilities, mostLikelyAt } from './scores';

/** How far confidences are from how often they are right, each in its own way of binning. */
export interface CalibrationErrors {
  /** Over bins of equal numbers of items (Nguyen and O'Connor 2015), of the most likely class. */
  readonly adaptive: number;
  /** The same as a root mean square, less what chance alone adds (Kumar et al. 2019). */
  readonly adaptiveDebiased: number;
  /** As a root mean square over bins of equal width, less what chance alone adds. */
  readonly debiased: number;
  /** Mean over the classes of each one's error over bins of equal width (Kull et al. 2019). */
  readonly classwise: number;
  /** Mean over the classes of each one's adaptive error among probabilities above 0.01 (Nixon et al. 2019). */
  readonly thresholded: number;
}

const bins = 15;
const threshold = 0.01;

/** Said and found of the items of one bin, as sums. */
interface Bin {
  readonly items: number;
  readonly said: number;
  readonly right: number;
}

/** Probabilities of one outcome each, and whether it came. */
interface Claims {
  readonly said: Float64Array;
  /** 1 where it came. */
  readonly came: Uint8Array;
}

/** @param logProbabilities pooled over the weight samples, [items, classes] */
export function calibrationErrors(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
): CalibrationErrors {
  const top = topClaims(logProbabilities, labels, classes);
  const byClass = Array.from({ length: classes }, (_, label) =>
    claimsOf(logProbabilities, labels, classes, label),
  );
  const adaptive = binned(top, adaptiveEdges(top.said));
  return {
    adaptive: meanGap(adaptive),
    adaptiveDebiased: debiased(adaptive),
    debiased: debiased(binned(top, equalEdges)),
    classwise: mean(byClass.map((claims) => meanGap(binned(claims, equalEdges)))),
    thresholded: mean(
      byClass.map(aboveThreshold).map((claims) => meanGap(binned(claims, adaptiveEdges(claims.said)))),
    ),
  };
}

function topClaims(logProbabilities: LogProbabilities, labels: ArrayLike<number>, classes: number): Claims {
  const named = Uint32Array.from(labels, (_, item) =>
    mostLikelyAt(logProbabilities, item * classes, classes),
  );
  return {
    said: Float64Array.from(named, (label, item) => Math.exp(logProbabilities[item * classes + label])),
    came: Uint8Array.from(named, (label, item) => Number(label === labels[item])),
  };
}

function claimsOf(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
  label: number,
): Claims {
  const claims = { said: new Float64Array(labels.length), came: new Uint8Array(labels.length) };
  for (let item = 0; item < labels.length; item += 1) {
    claims.said[item] = Math.exp(logProbabilities[item * classes + label]);
    claims.came[item] = Number(labels[item] === label);
  }
  return claims;
}

function aboveThreshold({ said, came }: Claims): Claims {
  return {
    said: said.filter((probability) => probability > threshold),
    came: came.filter((_, item) => said[item] > threshold),
  };
}

/** Upper ends of bins, each of which is part of its bin; the last bin has none. */
const equalEdges: readonly number[] = Array.from({ length: bins - 1 }, (_, bin) => (bin + 1) / bins);

/** Lower ends of bins of equal numbers of items, but the first; equal probabilities share a bin. */
function adaptiveEdges(said: Float64Array): readonly number[] {
  const sorted = said.slice().sort();
  return Array.from({ length: bins - 1 }, (_, bin) => {
    const place = Math.min(Math.round(((bin + 1) * sorted.length) / bins), sorted.length - 1);
    // The largest number below it: an edge belongs to the bin under it.
    return sorted[place] * (1 - Number.EPSILON);
  });
}

/** Items of each bin, which reaches up to its edge, edge included. */
function binned({ said, came }: Claims, edges: readonly number[]): readonly Bin[] {
  const sums = Array.from({ length: bins }, () => ({ items: 0, said: 0, right: 0 }));
  said.forEach((probability, item) => {
    const above = edges.findIndex((edge) => probability <= edge);
    const bin = sums[above === -1 ? bins - 1 : above];
    bin.items += 1;
    bin.said += probability;
    bin.right += came[item];
  });
  return sums.filter(({ items }) => items > 0);
}

function meanGap(filled: readonly Bin[]): number {
  const items = filled.reduce((sum, bin) => sum + bin.items, 0);
  return items === 0 ? 0 : filled.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / items;
}

/**
 * Root of the mean squared gap, less the variance of each bin's share of right answers by its number of items; a bin of
 * one item tells nothing of that.
 */
function debiased(filled: readonly Bin[]): number {
  const all = filled.reduce((sum, bin) => sum + bin.items, 0);
  const square = filled.reduce((sum, { items, said, right }) => {
    const share = right / items;
    const chance = items > 1 ? (share * (1 - share)) / (items - 1) : 0;
    return sum + (items / all) * ((said / items - share) ** 2 - chance);
  }, 0);
  return Math.sqrt(Math.max(0, square));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
