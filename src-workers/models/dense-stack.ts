import type { Tensor } from '@tensorflow/tfjs-core';
import { denseStackNames } from '../../src-shared/experiment/networks/tensors/dense-stack';
import { type Activation, activate } from './activation';
import type { Layers } from './layers';

/**
 * Dense layers with an activation between them and a place to drop units behind each.
 * @param x [samples or 1, items, features]
 */
export function denseStack(
  layers: Layers,
  hidden: readonly number[],
  activation: Activation,
  x: Tensor,
): Tensor {
  return denseStackNames(hidden).reduce((y, name, layer) => {
    const out = layers.dense(name, y);
    return layer === hidden.length ? out : layers.dropout(name, activate(out, activation));
  }, x);
}
