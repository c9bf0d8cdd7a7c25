import { mean, neg, type Scalar } from '@tensorflow/tfjs-core';
import type { Objective } from './objective';

/**
 * The evidence lower bound's data term: -mean over samples and items of log p(y_b | x_b, w_s). Linear in samples and
 * items, so shares of it add up to the single device's value whatever the split.
 */
export const elbo: Objective = {
  term: (forward) => {
    const nll = neg(mean(forward.logLikelihoods())) as Scalar;
    return { surrogate: nll, nll };
  },
};
