import { reshape } from '@tensorflow/tfjs-core';
import type { NetworkShapes } from '../../src-shared/experiment/networks/network-choice';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Activation } from './activation';
import { denseStack } from './dense-stack';
import type { Forward } from './model';

interface MlpSettings {
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** A multilayer perceptron on flattened inputs, pictures and tables alike. */
export function mlp({ hidden, activation }: MlpSettings, { inputShape }: NetworkShapes): Forward {
  const features = sizeOf(inputShape);
  return (inputs, layers) => {
    const [samples, items] = inputs.shape;
    return denseStack(layers, hidden, activation, reshape(inputs, [samples, items, features]));
  };
}
