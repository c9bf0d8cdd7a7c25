import type { Tensor } from '@tensorflow/tfjs-core';
import type { FeedForward } from '../../src-shared/experiment/networks/tensors/feed-forward';
import { type Activation, activate } from './activation';
import type { Layers } from './layers';

/**
 * Two dense layers on every token; units can be dropped behind the first.
 * @param x [samples or 1, ..., width]
 */
export function feedForward(
  layers: Layers,
  { first, second }: FeedForward,
  activation: Activation,
  x: Tensor,
): Tensor {
  const hidden = layers.dropout(first, activate(layers.dense(first, x), activation));
  return layers.dense(second, hidden);
}
