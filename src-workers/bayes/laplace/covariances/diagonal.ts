import { mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../laplace-scope';
import { tensorsOf } from '../spread-layers';
import { byTensor } from './by-tensor';
import type { Covariance } from './covariance';
import { summedVariances } from './use-variances';

/** Name of the standard deviations of a tensor's weights, of its shape. */
export function spreadOf(tensor: string): string {
  return `laplace.${tensor}.std`;
}

/** Every weight by itself. */
export function diagonalCovariance({ tensors }: LaplaceScope): Covariance {
  return {
    parameters: tensors.map(({ name, shape }) => ({ name: spreadOf(name), shape })),
    deviations: (parameters, noise: Tensor2D) => {
      const parts = byTensor(noise, tensors);
      return new Map(
        tensors.map(({ name }, index) => [name, mul(parts.get(name) as Tensor, parameters[index])]),
      );
    },
    outputVariances: (parameters, { layers }) => {
      const places = new Map(tensors.map(({ name }, place) => [name, place]));
      return summedVariances(
        layers().map((use) => ({
          use,
          stds: tensorsOf(use.layer).map(({ name }) => parameters[places.get(name) ?? -1]),
        })),
      );
    },
  };
}
