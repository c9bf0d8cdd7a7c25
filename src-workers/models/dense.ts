import { add, expandDims, matMul, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';

export function denseWeights(name: string, inputs: number, outputs: number): readonly WeightTensor[] {
  return [
    { name: `${name}.weight`, shape: [inputs, outputs], fanIn: inputs },
    { name: `${name}.bias`, shape: [outputs], fanIn: inputs },
  ];
}

/**
 * A fully connected layer, each sample with its own weights.
 * @param x [samples, items, in], or [1, items, in] where all samples see the same
 * @param weight [samples, in, out]
 * @param bias [samples, out]
 * @returns [samples, items, out]
 */
export function dense(x: Tensor3D, weight: Tensor, bias: Tensor): Tensor3D {
  return add(matMul(x, weight as Tensor3D), expandDims(bias as Tensor2D, 1));
}
