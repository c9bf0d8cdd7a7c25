import {
  customGrad,
  exp,
  expandDims,
  type GradSaveFunc,
  logSumExp,
  mean,
  mul,
  neg,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Objective } from './objective';

/**
 * The pooled data term on the samples of one pass alone: -mean over items of log mean_s p(y_b | x_b, w_s). Over
 * several workers this is the paper's reduction (arXiv 2604.04736): each takes the log of its own mean, and by Jensen's
 * inequality the average of those is an upper bound of the single device's loss.
 */
export const pooledAveraged: Objective = (logLikelihoods) => {
  const samples = logLikelihoods.shape[0];
  const perItem = sub(logSumExp(logLikelihoods, 0), Math.log(samples));
  const nll = neg(mean(perItem)) as Scalar;
  return { surrogate: nll, nll };
};

/**
 * The pooled data term with the likelihood pooled over all samples of the step, wherever they were drawn:
 * d log(sum_s p_s) = sum_s r_s d log p_s with r_s = p_s / sum p. The responsibilities r_s need the sum from the other
 * workers and nothing else, so that the reduced gradient equals the single device's.
 * @param stepSamples samples of the whole step (S)
 */
export function pooledExact(stepSamples: number): Objective {
  return (logLikelihoods, pooled) => {
    const [samples, items] = logLikelihoods.shape;
    const weighted = weightedBy(logLikelihoods, (values) => exp(sub(values, expandDims(pooled, 0))));
    return {
      // Passes are averaged by their share of samples and items; this one's sum over samples undoes the first.
      surrogate: mul(sum(weighted), -stepSamples / (samples * items)) as Scalar,
      nll: neg(mean(sub(pooled, Math.log(stepSamples)))) as Scalar,
    };
  };
}

/** values * weights(values), the weights held constant in the backward pass. */
function weightedBy(values: Tensor2D, weightsOf: (values: Tensor) => Tensor): Tensor {
  const product = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [valuesIn, save] = args as [Tensor, GradSaveFunc];
    const weights = weightsOf(valuesIn);
    save([weights]);
    return { value: mul(valuesIn, weights), gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, saved[0]) };
  });
  return product(values);
}
