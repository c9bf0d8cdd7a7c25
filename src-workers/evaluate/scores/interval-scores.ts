import type { ValueDistribution } from '../distributions/value-distribution';

/** Probabilities of the quantiles that are asked of each value. */
const levels = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Of one value, in standardised units. */
export interface IntervalScores {
  /** Widths of the central intervals of 50 % and 90 %. */
  readonly width50: number;
  readonly width90: number;
  /** Widths, and what lies outside charged by 2 / alpha times its distance (Gneiting and Raftery 2007, equation 43). */
  readonly score50: number;
  readonly score90: number;
  /** Mean over the quantiles of 5, 25, 50, 75 and 95 % of (truth - q)(p - [truth < q]). */
  readonly pinball: number;
}

/** What the quantiles of a predictive distribution are worth. */
export function intervalScores(predicted: ValueDistribution, truth: number): IntervalScores {
  const [q5, q25, q50, q75, q95] = levels.map((level) => predicted.quantile(level));
  const losses = [q5, q25, q50, q75, q95].map(
    (quantile, at) => (truth - quantile) * (levels[at] - (truth < quantile ? 1 : 0)),
  );
  return {
    width50: q75 - q25,
    width90: q95 - q5,
    score50: intervalScore(q25, q75, truth, 0.5),
    score90: intervalScore(q5, q95, truth, 0.1),
    pinball: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
  };
}

function intervalScore(low: number, high: number, truth: number, alpha: number): number {
  return high - low + (2 / alpha) * Math.max(low - truth, truth - high, 0);
}
