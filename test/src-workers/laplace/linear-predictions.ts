import { setBackend, type Tensor, type Tensor2D, tensor, tensor3d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import type { PosteriorFamily } from '../../../src-workers/bayes/families/posterior-family';
import { covarianceRoot } from '../../../src-workers/bayes/laplace/covariances/full';
import { sampledNormal } from '../../../src-workers/random/sampled-noise';

export interface LinearPredictions {
  /** [items, outputs] */
  readonly means: readonly number[];
  /** Covariance of an item's outputs, [items, outputs, outputs] */
  readonly variances: readonly number[];
}

/**
 * Exact moments of a family's linear predictions around one network: they are linear in the noise, so that what one number of noise
 * alone moves, divided by that number, gives what that number is behind.
 * @param values parameters by name
 * @param inputs [items, ...inputShape], flat for each item
 */
export function linearPredictions(
  family: PosteriorFamily,
  values: ReadonlyMap<string, Float32Array>,
  inputs: readonly (readonly number[])[],
  inputShape: readonly number[],
  outputs: number,
): LinearPredictions {
  setBackend('cpu');
  const spreads = [...values.keys()].filter((name) => name === covarianceRoot || name.endsWith('.std'));
  const sizes = spreads.map((name) => {
    const { length } = values.get(name) ?? [];
    return name === covarianceRoot ? Math.sqrt(length) : length;
  });
  const size = sizes.reduce((sum, one) => sum + one, 0);
  return tidy(() => {
    const seeds = tensor3d([[[11, 12]]], [1, 1, 2], 'int32');
    const noise = sampledNormal(seeds.reshape([1, 2]) as Tensor2D, [size]).dataSync();
    const given = tensor(inputs.flat(), [inputs.length, ...inputShape]);
    const predict = (spreadOf: (name: string) => Float32Array): number[] => {
      const parameters = family.parameters.map(({ name, shape }): Tensor => {
        const own = spreads.includes(name) ? spreadOf(name) : (values.get(name) ?? new Float32Array());
        return tensor(own, [...shape]);
      });
      const predicted = family.linear?.outputs(parameters, { seeds, samples: 1, first: 0 }, given);
      return [...(predicted?.dataSync() ?? [])];
    };
    const parameterOf = (name: string) => values.get(name) ?? new Float32Array();
    const means = predict((name) => parameterOf(name).map(() => 0));
    const variances = new Array<number>(means.length * outputs).fill(0);
    let first = 0;
    spreads.forEach((spread, index) => {
      for (let column = 0; column < sizes[index]; column += 1) {
        const alone = predict((name) =>
          parameterOf(name).map((value, place) =>
            name === spread && place % sizes[index] === column ? value / noise[first + column] : 0,
          ),
        );
        alone.forEach((value, place) => {
          const item = Math.floor(place / outputs) * outputs;
          for (let other = 0; other < outputs; other += 1)
            variances[place * outputs + other] +=
              (value - means[place]) * (alone[item + other] - means[item + other]);
        });
      }
      first += sizes[index];
    });
    return { means, variances };
  });
}
