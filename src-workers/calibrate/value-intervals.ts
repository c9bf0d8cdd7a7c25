import type { ValueIntervals } from '../../src-shared/assessment/calibration';

/** What a posterior predicts of one value, standardised. */
export interface Forecast {
  readonly mean: number;
  /** Of weights and noise together. */
  readonly std: number;
  /** Quantiles of its own central interval of the coverage asked for. */
  readonly low: number;
  readonly high: number;
}

interface IntervalMethod {
  /** How far the truth lies out. */
  score(forecast: Forecast, truth: number): number;
  /** All values whose score is not above the threshold. */
  interval(forecast: Forecast, threshold: number): readonly [number, number];
}

export const intervalMethods: Readonly<Record<ValueIntervals['method'], IntervalMethod>> = {
  /** Distance from the mean in predictive standard deviations (Lei et al. 2018, section 5.2). */
  'locally-weighted': {
    score: ({ mean, std }, truth) => Math.abs(truth - mean) / std,
    interval: ({ mean, std }, threshold) => [mean - threshold * std, mean + threshold * std],
  },
  /** Distance beyond the nearer quantile, negative between them (Romano et al. 2019). */
  cqr: {
    score: ({ low, high }, truth) => Math.max(low - truth, truth - high),
    // Quantiles that lie closer than they are drawn in would change places.
    interval: ({ low, high }, threshold) => {
      const middle = (low + high) / 2;
      return [Math.min(low - threshold, middle), Math.max(high + threshold, middle)];
    },
  },
};
