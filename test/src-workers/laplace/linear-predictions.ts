import { setBackend, type Tensor, type Tensor2D, tensor, tensor3d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import type { PosteriorFamily } from '../../../src-workers/bayes/families/posterior-family';
import { sampledNormal } from '../../../src-workers/random/sampled-noise';

export interface LinearPredictions {
  /** [items, outputs] */
  readonly means: readonly number[];
  /** Covariance of an item's outputs, [items, outputs, outputs] */
  readonly variances: readonly number[];
}

/**
 * Exact moments of a family's linear predictions around one network: they are linear in the noise, so that one column of the
 * covariance's root at a time, divided by the one number of noise that meets it, gives what that column is behind.
 * @param values parameters in the family's order, the root last
 */
export function linearPredictions(
  family: PosteriorFamily,
  values: readonly Float32Array[],
  inputs: readonly (readonly number[])[],
  outputs: number,
): LinearPredictions {
  setBackend('cpu');
  return tidy(() => {
    const seeds = tensor3d([[[11, 12]]], [1, 1, 2], 'int32');
    const root = values[values.length - 1];
    const size = Math.sqrt(root.length);
    const noise = sampledNormal(seeds.reshape([1, 2]) as Tensor2D, [size]).dataSync();
    const given = tensor(inputs.flat(), [inputs.length, inputs[0].length]);
    const predict = (own: Float32Array): number[] => {
      const parameters = family.parameters.map(
        ({ shape }, index): Tensor => tensor(index === values.length - 1 ? own : values[index], [...shape]),
      );
      const predicted = family.linear?.outputs(parameters, { seeds, samples: 1, first: 0 }, given);
      return [...(predicted?.dataSync() ?? [])];
    };
    const means = predict(new Float32Array(root.length));
    const variances = new Array<number>(means.length * outputs).fill(0);
    for (let column = 0; column < size; column += 1) {
      const alone = root.map((value, place) => (place % size === column ? value / noise[column] : 0));
      const moved = predict(alone).map((value, place) => value - means[place]);
      moved.forEach((left, place) => {
        const item = Math.floor(place / outputs) * outputs;
        for (let other = 0; other < outputs; other += 1)
          variances[place * outputs + other] += left * moved[item + other];
      });
    }
    return { means, variances };
  });
}
