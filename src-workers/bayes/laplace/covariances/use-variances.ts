import {
  add,
  addN,
  matMul,
  mul,
  reshape,
  square,
  squeeze,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  unstack,
} from '@tensorflow/tfjs-core';
import type { LayerUse } from '../layer-pass';

/** A layer's derivatives, and the standard deviations of its kernel and bias, each weight by itself. */
export interface SpreadUse {
  readonly use: LayerUse;
  /** Of kernel, and of bias where there is one. */
  readonly stds: readonly Tensor[];
}

/** Variances of outputs that hang on independent weights, [items * outputs]: squared derivatives by squared deviations. */
export function summedVariances(uses: readonly SpreadUse[]): Tensor1D {
  const parts = uses.map(({ use, stds: [kernel, bias] }) => {
    const ofKernel = kernelVariances(use, kernel);
    return bias ? add(ofKernel, biasVariances(use, bias)) : ofKernel;
  });
  const all = addN(parts);
  return reshape(all, [all.size]);
}

/** @returns [items, outputs] */
function kernelVariances({ layer, given, slopes }: LayerUse, std: Tensor): Tensor {
  const [items, outputs, places] = slopes.shape;
  const variance = reshape(square(std), [layer.inputs, layer.outputs]);
  if (places === 1) {
    const ofUnits = matMul(reshape(square(given), [items, layer.inputs]), variance);
    return sum(mul(reshape(ofUnits, [items, 1, layer.outputs]), squeeze(square(slopes), [2])), 2);
  }
  // The derivative by a weight is a sum over places, squared as a whole: one output at a time, so that it fits.
  const byOutput = outputsOf(slopes, outputs).map((slope) => {
    const derivatives = matMul(given, slope, true, false);
    return sum(mul(square(derivatives), reshape(variance, [1, layer.inputs, layer.outputs])), [1, 2]);
  });
  return stack(byOutput, 1);
}

/** @returns [items, outputs] */
function biasVariances({ slopes }: LayerUse, std: Tensor): Tensor {
  return sum(mul(square(sum(slopes, 2)), reshape(square(std), [1, 1, std.size])), 2);
}

/** [items, places, out] of each output. tfjs cannot unstack into one part. */
function outputsOf(slopes: Tensor, outputs: number): Tensor3D[] {
  const [items, , places, units] = slopes.shape;
  if (outputs === 1) return [reshape(slopes, [items, places, units])];
  return unstack(slopes, 1) as Tensor3D[];
}
