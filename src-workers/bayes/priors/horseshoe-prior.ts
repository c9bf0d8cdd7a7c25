import { add, log, log1p, mean, mul, reciprocal, type Scalar, square, sub, sum } from '@tensorflow/tfjs-core';
import type { Prior } from './prior';

/** Square of the smallest weight that is told from zero, in times of the scale: the density has a pole there. */
const leastSquare = 1e-12;

/**
 * The horseshoe-like prior of Bhadra et al. (arXiv 1702.07400), whose pole and tails are the horseshoe's (Carvalho et al.
 * 2010) and whose density is in closed form: p(w) = ln(1 + scale^2 / w^2) / (2 pi scale).
 */
export function horseshoePrior(scale: number): Prior {
  const constant = Math.log(2 * Math.PI * scale);
  return {
    logDensity: (draws) => {
      const ratio = reciprocal(add(mul(square(draws), 1 / scale ** 2), leastSquare));
      return sum(mean(sub(log(log1p(ratio)), constant), 0)) as Scalar;
    },
  };
}
