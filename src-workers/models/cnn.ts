import type { Tensor4D } from '@tensorflow/tfjs-core';
import { convolutionNames } from '../../src-shared/experiment/networks/cnn';
import { type Activation, activate } from './activation';
import { flattenSamples, pool, samplesOf } from './convolution';
import { denseStack } from './dense-stack';
import type { Forward } from './model';

interface CnnSettings {
  readonly channels: readonly number[];
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** Blocks of 3 x 3 convolution, activation and 2 x 2 max pooling, then dense layers. */
export function cnn({ channels, hidden, activation }: CnnSettings): Forward {
  return (images, layers) => {
    const start = samplesOf(images) as Tensor4D[];
    const x = convolutionNames(channels).reduce(
      (y, name) => layers.convolution(name, y).map((pictures) => pool(activate(pictures, activation))),
      start,
    );
    return denseStack(layers, hidden, activation, flattenSamples(x));
  };
}
