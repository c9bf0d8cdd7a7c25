import {
  add,
  conv2d,
  maxPool,
  reshape,
  stack,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  unstack,
} from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';

const kernel = 3;

export function convolutionWeights(name: string, inputs: number, outputs: number): readonly WeightTensor[] {
  const fanIn = kernel * kernel * inputs;
  return [
    { name: `${name}.weight`, shape: [kernel, kernel, inputs, outputs], fanIn },
    { name: `${name}.bias`, shape: [outputs], fanIn },
  ];
}

/**
 * A 3 x 3 convolution with padding `same`, each sample with its own filters.
 * @param x one tensor a sample, [items, height, width, in]
 * @param weight [samples, 3, 3, in, out]
 * @param bias [samples, out]
 * @returns one tensor a sample, [items, height, width, out]
 */
export function convolution(x: readonly Tensor4D[], weight: Tensor, bias: Tensor): Tensor4D[] {
  const filters = unstack(weight as Tensor5D) as Tensor4D[];
  const biases = unstack(bias);
  return filters.map((filter, sample) => add(conv2d(x[sample], filter, 1, 'same'), biases[sample]));
}

/** 2 x 2 max pooling; an odd last row or column is dropped. */
export function pool(x: Tensor4D): Tensor4D {
  return maxPool(x, 2, 2, 'valid');
}

/** @returns [samples, items, features] */
export function flattenSamples(x: readonly Tensor4D[]): Tensor {
  const stacked = stack([...x]);
  const [samples, items, ...rest] = stacked.shape;
  return reshape(stacked, [samples, items, rest.reduce((product, size) => product * size, 1)]);
}
