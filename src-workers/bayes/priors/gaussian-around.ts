import { add, div, log, mean as meanOf, mul, type Scalar, square, sub, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { WeightStart } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { gaussianKl } from './gaussian-kl';
import { gaussianPrior } from './gaussian-prior';
import type { Prior } from './prior';

/** Of one tensor, in the shape of one draw. */
interface Belief {
  readonly center: Tensor;
  readonly std: Tensor;
}

/** What is believed of weights that were not trained before, as those of a head that is made anew: N(0, 1). */
const ofFresh = gaussianPrior(() => 1);

/**
 * N(w0, (fraction * scale)^2) for each weight, w0 being where training before left it.
 * @param scalesOf what widths are fractions of, for each weight of a tensor
 */
export function gaussianAround(
  scalesOf: (means: Float32Array, fanIn: number) => Float32Array,
  fraction: number,
): Prior {
  const stdsOf = (start: WeightStart, fanIn: number) =>
    scalesOf(start.numbers(0), fanIn).map((scale) => scale * fraction);
  const beliefOf = (shape: number[], start: WeightStart, fanIn: number): Belief => ({
    center: tensor(start.numbers(0), shape),
    std: tensor(stdsOf(start, fanIn), shape),
  });

  return {
    divergence: (q) => {
      if (!q.start) return ofFresh.divergence?.(q) as Scalar;
      const { center, std } = beliefOf(q.mean.shape, q.start, q.fanIn);
      // In units of the prior: KL is the same in all.
      return gaussianKl(div(sub(q.mean, center), std), sub(q.logStd, log(std)), 1);
    },
    logDensity: (draws, about) => {
      if (!about.start) return ofFresh.logDensity(draws, about);
      const [, ...shape] = draws.shape;
      const { center, std } = beliefOf(shape, about.start, about.fanIn);
      const terms = sub(mul(square(div(sub(draws, center), std)), -0.5), log(std));
      return sum(meanOf(add(terms, -0.5 * Math.log(2 * Math.PI)), 0)) as Scalar;
    },
    start: (fanIn, normal, trained) => ({
      mean: trained?.numbers(0) ?? new Float32Array(normal.length),
      std: trained ? stdsOf(trained, fanIn) : new Float32Array(normal.length).fill(1),
    }),
    firstStds: ({ start, fanIn }, posteriorStd) =>
      start && scalesOf(start.numbers(0), fanIn).map((scale) => scale * posteriorStd),
  };
}
