import {
  concat,
  dispose,
  expandDims,
  grads,
  keep,
  mul,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tile,
} from '@tensorflow/tfjs-core';
import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Weights, weightOf } from '../../models/layers';
import type { Model } from '../../models/model';
import { SampledLayers } from '../sampled-layers';

/** Outputs and how each hangs on each weight; row item * outputs + output. */
export interface JacobianPass {
  /** [items * outputs] */
  readonly outputs: Tensor1D;
  /** [items * outputs, weights] */
  readonly jacobian: Tensor2D;
}

/**
 * Derivatives of every output of every item by the weights, in one backward pass: each output of each item is a sample with a
 * copy of the weights of its own, so that gradients of their sum are not added up.
 * @param weights of one network, [1, ...shape] each
 * @param tensors by whose values it is derived, in this order
 * @param inputs [items, ...input shape]
 * @param outputs numbers that one item's output has
 */
export function jacobianPass(
  model: Pick<Model, 'forward'>,
  weights: Weights,
  tensors: readonly WeightTensor[],
  inputs: Tensor,
  outputs: number,
): JacobianPass {
  const rows = inputs.shape[0] * outputs;
  const copies = tensors.map(({ name, shape }) =>
    tile(weightOf(weights, name), [rows, ...shape.map(() => 1)]),
  );
  let kept: Tensor | undefined;
  const chosenSum = (...own: Tensor[]) => {
    const given = new Map([...weights, ...own.map((copy, index) => [tensors[index].name, copy] as const)]);
    const all = model.forward(eachRepeated(inputs, outputs), new SampledLayers(given, rows));
    const chosen = sum(mul(reshape(all, [rows, outputs]), chosenOutputs(rows, outputs)), 1);
    kept = keep(chosen);
    return sum(chosen);
  };
  const gradients = grads(chosenSum)(copies);
  if (!kept) throw new Error('Nothing was derived.');
  // Kept past the tape's own scope; a copy belongs to the caller's.
  const values = kept.clone() as Tensor1D;
  dispose(kept);
  const parts = gradients.map((gradient, index) =>
    reshape(gradient, [rows, sizeOf(tensors[index].shape)]),
  ) as Tensor2D[];
  return { outputs: values, jacobian: parts.length === 1 ? parts[0] : concat(parts, 1) };
}

/** [items * times, 1, ...input shape], each item `times` times in a row. */
function eachRepeated(inputs: Tensor, times: number): Tensor {
  const [items, ...shape] = inputs.shape;
  const repeated = tile(expandDims(inputs, 1), [1, times, ...shape.map(() => 1)]);
  return reshape(repeated, [items * times, 1, ...shape]);
}

/** 1 where row and output belong together, [rows, outputs]. */
export function chosenOutputs(rows: number, outputs: number): Tensor2D {
  const values = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row += 1) values[row * outputs + (row % outputs)] = 1;
  return tensor2d(values, [rows, outputs]);
}
