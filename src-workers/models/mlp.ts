import { reshape } from '@tensorflow/tfjs-core';
import type { Activation } from './activation';
import { denseStack } from './dense-stack';
import type { ImageShape, Model } from './model';

/** A multilayer perceptron on flattened images. */
export function mlp(
  imageShape: ImageShape,
  hidden: readonly number[],
  classes: number,
  activation: Activation,
): Model {
  const [height, width, channels] = imageShape;
  const features = height * width * channels;
  const { weights, dropoutSites, forward } = denseStack([features, ...hidden, classes], activation);
  return {
    weights,
    dropoutSites,
    forward: (images, layers) => forward(reshape(images, [1, images.shape[0], features]), layers),
  };
}
