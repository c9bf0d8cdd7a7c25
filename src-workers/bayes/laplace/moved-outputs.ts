import { add, matMul, reshape, type Tensor, type Tensor3D, transpose } from '@tensorflow/tfjs-core';
import { dense } from '../../models/dense';
import type { LayerUse } from './layer-pass';
import { tensorsOf } from './spread-layers';

/**
 * How far outputs move with weights, to the first order.
 * @param deviations of weights by tensor, [samples, ...shape]
 * @returns [samples, items, outputs]
 */
export function movedOutputs(uses: readonly LayerUse[], deviations: ReadonlyMap<string, Tensor>): Tensor3D {
  return uses.map((use) => movedBy(use, deviations)).reduce((sum, part) => add(sum, part));
}

function movedBy({ layer, given, slopes }: LayerUse, deviations: ReadonlyMap<string, Tensor>): Tensor3D {
  const { inputs, outputs: units } = layer;
  const [items, outputs, places] = slopes.shape;
  const [kernel, bias] = tensorsOf(layer).map(({ name }) => deviations.get(name) as Tensor);
  const [samples] = kernel.shape;
  const ofLayer = dense(
    reshape(given, [1, items, places, inputs]),
    reshape(kernel, [samples, inputs, units]),
    bias,
  );
  const byItem = transpose(reshape(ofLayer, [samples, items, places * units]), [1, 0, 2]);
  const moved = matMul(byItem, reshape(slopes, [items, outputs, places * units]), false, true);
  return transpose(moved, [1, 0, 2]) as Tensor3D;
}
