import { reshape, type Tensor3D } from '@tensorflow/tfjs-core';
import { type Activation, activate } from './activation';
import { dense, denseWeights } from './dense';
import type { ImageShape, Model } from './model';

/** A multilayer perceptron on flattened images; every layer is Bayesian. */
export function mlp(
  imageShape: ImageShape,
  hidden: readonly number[],
  classes: number,
  activation: Activation,
): Model {
  const [height, width, channels] = imageShape;
  const sizes = [height * width * channels, ...hidden, classes];
  const layers = sizes.length - 1;
  return {
    weights: sizes
      .slice(1)
      .flatMap((outputs, layer) => denseWeights(`layers.${layer}`, sizes[layer], outputs)),
    forward: (images, weights) => {
      let x = reshape(images, [1, images.shape[0], sizes[0]]) as Tensor3D;
      for (let layer = 0; layer < layers; layer += 1) {
        x = dense(x, weights[2 * layer], weights[2 * layer + 1]);
        if (layer < layers - 1) x = activate(x, activation);
      }
      return x;
    },
  };
}
