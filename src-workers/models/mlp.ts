import { reshape } from '@tensorflow/tfjs-core';
import { sizeOf } from '../bayes/weight-tensor';
import type { Activation } from './activation';
import { denseStack } from './dense-stack';
import type { Model } from './model';

/** A multilayer perceptron on flattened inputs, pictures and tables alike. */
export function mlp(
  inputShape: readonly number[],
  hidden: readonly number[],
  outputs: number,
  activation: Activation,
): Model {
  const features = sizeOf(inputShape);
  const { weights, dropoutSites, forward } = denseStack([features, ...hidden, outputs], activation);
  return {
    weights,
    dropoutSites,
    forward: (inputs, layers) => forward(reshape(inputs, [1, inputs.shape[0], features]), layers),
  };
}
