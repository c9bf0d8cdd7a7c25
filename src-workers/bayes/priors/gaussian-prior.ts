import { add, mean, mul, type Scalar, square, sum } from '@tensorflow/tfjs-core';
import { gaussianKl } from './gaussian-kl';
import type { Prior } from './prior';

/** N(0, std^2), the standard deviation depending on the layer's inputs or not. */
export function gaussianPrior(stdOf: (fanIn: number) => number): Prior {
  return {
    divergence: ({ mean: mu, logStd, fanIn }) => gaussianKl(mu, logStd, stdOf(fanIn)),
    logDensity: (draws, { fanIn }) => {
      const std = stdOf(fanIn);
      const constant = -Math.log(std) - 0.5 * Math.log(2 * Math.PI);
      const terms = add(mul(square(draws), -0.5 / std ** 2), constant);
      return sum(mean(terms, 0)) as Scalar;
    },
    start: (fanIn, normal) => ({
      mean: new Float32Array(normal.length),
      std: new Float32Array(normal.length).fill(stdOf(fanIn)),
    }),
  };
}
