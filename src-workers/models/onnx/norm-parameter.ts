import type { Tensor } from '@tensorflow/tfjs-core';
import { type Call, input } from './call';
import { inOrder } from './value';

/** A scale or offset, drawn where it is trained: [samples or 1, numbers]. */
export function parameter(call: Call, place: number, variable: 'weight' | 'bias'): Tensor {
  const { layer, surroundings } = call;
  const isTrained = layer !== undefined && (variable === 'weight' || layer.hasBias);
  if (isTrained) return surroundings.layers.weight(`${layer.layer}.${variable}`);
  return inOrder(input(call, place));
}
