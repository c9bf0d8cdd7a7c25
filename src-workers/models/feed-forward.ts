import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import { type Activation, activate } from './activation';
import { denseWeights } from './dense';
import type { DropoutSite, Layers } from './layers';

/** The names of a transformer block's two dense layers; units can be dropped behind the first. */
export interface FeedForward {
  readonly first: string;
  readonly second: string;
}

export function feedForwardWeights(
  { first, second }: FeedForward,
  width: number,
  hidden: number,
): readonly WeightTensor[] {
  return [...denseWeights(first, width, hidden), ...denseWeights(second, hidden, width)];
}

export function feedForwardSite({ first }: FeedForward, hidden: number): DropoutSite {
  return { name: first, units: hidden };
}

/** @param x [samples or 1, ..., width] */
export function feedForward(
  layers: Layers,
  { first, second }: FeedForward,
  activation: Activation,
  x: Tensor,
): Tensor {
  const hidden = layers.dropout(first, activate(layers.dense(first, x), activation));
  return layers.dense(second, hidden);
}
