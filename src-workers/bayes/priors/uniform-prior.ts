import { add, mul, neg, type Scalar, scalar, sum } from '@tensorflow/tfjs-core';
import type { Prior } from './prior';

/** No opinion at all: density 1 everywhere (improper), so that the divergence is minus the posterior's entropy. */
export const uniformPrior: Prior = {
  divergence: ({ logStd }) => {
    const entropyOfStandardNormal = 0.5 * (1 + Math.log(2 * Math.PI));
    return neg(add(sum(logStd), entropyOfStandardNormal * logStd.size)) as Scalar;
  },
  // Zero, but an outcome of the draws, so that differentiation finds its way.
  logDensity: (draws) => mul(sum(draws), scalar(0)) as Scalar,
};
