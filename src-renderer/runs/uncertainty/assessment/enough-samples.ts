import type { NllAboveAll } from '../../../../src-shared/assessment/nll-above-all';

/** In nats: what comes is given 2 % less probability. */
export const smallLoss = 0.02;

/**
 * The fewest samples whose negative log-likelihood, and that of all more, is on the same items at most a small loss above that of
 * all, with the whole interval: a wide one, which reaches beyond, does not speak for few samples. Undefined where only all do.
 * @param above by rising number of samples
 */
export function enoughSamples(above: NllAboveAll): number | undefined {
  const higher = above.findLastIndex(({ interval }) => interval === null || interval[1] > smallLoss);
  return above[higher + 1]?.samples;
}
