import {
  exp,
  expandDims,
  logSumExp,
  mean,
  mul,
  neg,
  type Scalar,
  sub,
  sum,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Objective } from './objective';
import { weightedByConstant } from './weighted-by-constant';

/**
 * The pooled data term on the samples of one pass alone: -mean over items of log mean_s p(y_b | x_b, w_s). Over
 * several workers this is the paper's reduction (arXiv 2604.04736): each takes the log of its own mean, and by Jensen's
 * inequality the average of those is an upper bound of the single device's loss.
 */
export const pooledAveraged: Objective = {
  term: (forward) => {
    const logLikelihoods = forward.logLikelihoods();
    const perItem = sub(logSumExp(logLikelihoods, 0), Math.log(logLikelihoods.shape[0]));
    const nll = neg(mean(perItem)) as Scalar;
    return { surrogate: nll, nll };
  },
};

/**
 * The pooled data term with the likelihood pooled over all samples of the step, wherever they were drawn:
 * d log(sum_s p_s) = sum_s r_s d log p_s with r_s = p_s / sum p. The responsibilities r_s need the sum from the other
 * workers and nothing else, so that the reduced gradient equals the single device's.
 * @param stepSamples samples of the whole step (S)
 */
export function pooledExact(stepSamples: number): Objective {
  return {
    pooling: {
      combination: 'log-sum-exp',
      width: 1,
      statistics: (forward) => expandDims(logSumExp(forward.logLikelihoods(), 0), 1) as Tensor2D,
    },
    term: (forward, pooled) => {
      const logLikelihoods = forward.logLikelihoods();
      const [samples, items] = logLikelihoods.shape;
      const logSums = pooled.reshape([1, items]);
      const weighted = weightedByConstant(logLikelihoods, (values) => exp(sub(values, logSums)));
      return {
        // Passes are averaged by their share of samples and items; this one's sum over samples undoes the first.
        surrogate: mul(sum(weighted), -stepSamples / (samples * items)) as Scalar,
        nll: neg(mean(sub(logSums, Math.log(stepSamples)))) as Scalar,
      };
    },
  };
}
