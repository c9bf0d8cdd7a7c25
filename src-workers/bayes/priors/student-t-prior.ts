import { add, log1p, mean, mul, type Scalar, square, sum } from '@tensorflow/tfjs-core';
import { logGamma } from './log-gamma';
import type { Prior } from './prior';

/** Student's t distribution around 0: heavier tails than a Gaussian. Its divergence has no closed form. */
export function studentTPrior(degreesOfFreedom: number, scale: number): Prior {
  const nu = degreesOfFreedom;
  const constant = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(Math.PI * nu) - Math.log(scale);
  return {
    logDensity: (draws) => {
      const terms = mul(log1p(mul(square(draws), 1 / (nu * scale ** 2))), -0.5 * (nu + 1));
      return sum(mean(add(terms, constant), 0)) as Scalar;
    },
  };
}
