import {
  add,
  div,
  log,
  mean as meanOf,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import type { WeightStart } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { gaussianKl } from './gaussian-kl';
import { gaussianPrior } from './gaussian-prior';
import type { Prior } from './prior';

/** A weight tensor and where training before left it. */
export interface TrainedTensor {
  readonly start: WeightStart;
  readonly fanIn: number;
}

interface Widths {
  /** What widths are fractions of, for each weight; undefined where training before left none. */
  scales(trained: TrainedTensor): Float32Array | undefined;
  readonly fraction: number;
}

/** Of one tensor, in the shape of one draw. */
interface Belief {
  readonly center: Tensor;
  readonly std: Tensor;
}

/** What is believed of weights that were not trained before, as those of a head that is made anew: N(0, 1). */
const ofFresh = gaussianPrior(() => 1);

/** N(w0, (fraction * scale)^2) for each weight, w0 being where training before left it. */
export function gaussianAround({ scales, fraction }: Widths): Prior {
  const scaled = (start: WeightStart | undefined, fanIn: number, factor: number) =>
    start && scales({ start, fanIn })?.map((scale) => scale * factor);
  const beliefOf = (
    shape: number[],
    { start, fanIn }: { readonly start?: WeightStart | undefined; readonly fanIn: number },
  ): Belief | undefined => {
    const stds = scaled(start, fanIn, fraction);
    return start && stds && { center: tensor(start.numbers(0), shape), std: tensor(stds, shape) };
  };

  return {
    divergence: (q) => {
      const belief = beliefOf(q.mean.shape, q);
      if (!belief) return ofFresh.divergence?.(q) as Scalar;
      const { center, std } = belief;
      // In units of the prior: KL is the same in all.
      return gaussianKl(div(sub(q.mean, center), std), sub(q.logStd, log(std)), 1);
    },
    logDensity: (draws, about) => {
      const belief = beliefOf(draws.shape.slice(1), about);
      if (!belief) return ofFresh.logDensity(draws, about);
      const { center, std } = belief;
      const terms = sub(mul(square(div(sub(draws, center), std)), -0.5), log(std));
      return sum(meanOf(add(terms, -0.5 * Math.log(2 * Math.PI)), 0)) as Scalar;
    },
    start: (fanIn, normal, trained) => ({
      mean: trained?.numbers(0) ?? new Float32Array(normal.length),
      std: scaled(trained, fanIn, fraction) ?? new Float32Array(normal.length).fill(1),
    }),
    firstStds: ({ start, fanIn }, posteriorStd) => scaled(start, fanIn, posteriorStd),
  };
}
