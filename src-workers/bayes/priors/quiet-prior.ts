import {
  add,
  div,
  exp,
  log,
  mean,
  mul,
  neg,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { GaussianTensor, Prior } from './prior';

// Keeps the spread of a weight whose mean is 0 above 0, as torch_blue does.
const leastVariance = 1e-10;

/**
 * The quiet prior ties spread to size: a weight with posterior mean m is believed to be N(m, (stdRatio * m)^2), and m
 * itself N(0, meanStd^2). Small weights are certain, large ones may vary.
 */
export function quietPrior(stdRatio: number, meanStd: number): Prior {
  const variance = ({ mean: m }: Pick<GaussianTensor, 'mean'>): Tensor =>
    add(mul(square(m), stdRatio ** 2), leastVariance);
  const meanVariance = meanStd ** 2 + leastVariance;

  /** log p for a mean squared distance of the weights from m. */
  const logDensity = (squaredDistance: Tensor, q: Pick<GaussianTensor, 'mean'>): Scalar => {
    const spread = variance(q);
    const ofWeight = add(div(squaredDistance, spread), log(spread));
    const ofMean = add(
      mul(square(q.mean), 1 / meanVariance),
      Math.log(meanVariance) + 2 * Math.log(2 * Math.PI),
    );
    return mul(sum(add(ofWeight, ofMean)), -0.5) as Scalar;
  };

  return {
    divergence: (q) => {
      const entropy = add(sum(q.logStd), 0.5 * (1 + Math.log(2 * Math.PI)) * q.logStd.size);
      return neg(add(entropy, logDensity(exp(mul(q.logStd, 2)), q))) as Scalar;
    },
    logDensity: (draws, q) => logDensity(mean(square(sub(draws, q.mean)), 0), q),
    start: (_fanIn, normal) => {
      const start = normal.map((value) => value * meanStd);
      return {
        mean: start,
        std: start.map((value) => stdRatio * Math.abs(value) + Math.sqrt(leastVariance)),
      };
    },
  };
}
