import {
  add,
  customGrad,
  div,
  exp,
  type GradSaveFunc,
  log,
  mean as meanOf,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { GaussianTensor, Prior } from './prior';

/**
 * N(0, s^2) with the s^2 of each tensor at which the divergence is smallest: the mean of mean^2 + std^2 over its weights
 * (empirical Bayes in closed form). It follows from the parameters alone, so that all workers have the same in each step.
 */
export const learnedGaussianPrior: Prior = {
  divergence: leastDivergence,
  logDensity: () => {
    throw new Error('A prior that is read off spreads should have been refused for weights without.');
  },
};

/**
 * min over s of KL(q || N(0, s^2)) in nats: n/2 ln s^2 - sum of log_std. At the minimum s does not answer to small
 * changes, so that the gradient is that of a fixed s: d_mean = mean/s^2, d_log_std = std^2/s^2 - 1.
 */
function leastDivergence({ mean, logStd }: Pick<GaussianTensor, 'mean' | 'logStd'>): Scalar {
  const divergence = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    const variance = exp(mul(logStdIn, 2));
    const squaredScale = meanOf(add(square(meanIn), variance));
    save([meanIn, variance, squaredScale]);
    return {
      value: sub(mul(log(squaredScale), meanIn.size / 2), sum(logStdIn)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedMean, savedVariance, savedScale] = saved;
        return [mul(dy, div(savedMean, savedScale)), mul(dy, sub(div(savedVariance, savedScale), 1))];
      },
    };
  });
  return divergence(mean, logStd) as Scalar;
}
