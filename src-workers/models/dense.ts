import {
  add,
  expandDims,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';

export function denseWeights(name: string, inputs: number, outputs: number): readonly WeightTensor[] {
  return [
    { name: `${name}.weight`, shape: [inputs, outputs], fanIn: inputs },
    { name: `${name}.bias`, shape: [outputs], fanIn: inputs },
  ];
}

/**
 * A fully connected layer, each sample with its own weights or all with the same.
 * @param x [samples or 1, items, in]
 * @param weight [samples or 1, in, out]
 * @param bias [samples or 1, out]
 * @returns [samples or 1, items, out]
 */
export function dense(x: Tensor3D, weight: Tensor, bias: Tensor): Tensor3D {
  return add(product(x, weight as Tensor3D), expandDims(bias as Tensor2D, 1));
}

function product(x: Tensor3D, weight: Tensor3D): Tensor3D {
  const [samples, items, inputs] = x.shape;
  if (samples === 1 || weight.shape[0] !== 1) return matMul(x, weight);
  // Shared weights: one product over the items of all samples, whose gradient sums over them.
  const all = matMul(reshape(x, [1, samples * items, inputs]), weight);
  return reshape(all, [samples, items, weight.shape[2]]);
}
