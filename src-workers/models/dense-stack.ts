import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import { type Activation, activate } from './activation';
import { denseWeights } from './dense';
import type { DropoutSite, Layers } from './layers';

/** Dense layers `layers.0`, `layers.1`, ... with an activation between them and a place to drop units behind each. */
export interface DenseStack {
  readonly weights: readonly WeightTensor[];
  readonly dropoutSites: readonly DropoutSite[];
  forward(x: Tensor, layers: Layers): Tensor;
}

/** @param sizes features in, hidden units of each layer, classes */
export function denseStack(sizes: readonly number[], activation: Activation): DenseStack {
  const names = sizes.slice(1).map((_, layer) => `layers.${layer}`);
  return {
    weights: names.flatMap((name, layer) => denseWeights(name, sizes[layer], sizes[layer + 1])),
    dropoutSites: names.slice(0, -1).map((name, layer) => ({ name, units: sizes[layer + 1] })),
    forward: (x, layers) =>
      names.reduce((y, name, layer) => {
        const out = layers.dense(name, y);
        return layer === names.length - 1 ? out : layers.dropout(name, activate(out, activation));
      }, x),
  };
}
