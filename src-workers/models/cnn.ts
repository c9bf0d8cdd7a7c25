import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../src-shared/errors';
import { type Activation, activate } from './activation';
import { convolution, convolutionWeights, flattenSamples, pool } from './convolution';
import { dense, denseWeights } from './dense';
import type { ImageShape, Model } from './model';

/**
 * Blocks of 3 x 3 convolution, activation and 2 x 2 max pooling, then dense layers; every layer is Bayesian.
 * @throws BadInputError when the image is too small to be halved once per block.
 */
export function cnn(
  imageShape: ImageShape,
  channels: readonly number[],
  hidden: readonly number[],
  classes: number,
  activation: Activation,
): Model {
  const [height, width, inputs] = imageShape;
  const shrink = 2 ** channels.length;
  const features = Math.floor(height / shrink) * Math.floor(width / shrink) * channels[channels.length - 1];
  if (features === 0)
    throw new BadInputError(
      `model.channels: ${channels.length} blocks halve the image ${channels.length} times, but it is ${height} x ${width} pixels; use at most ${Math.floor(Math.log2(Math.min(height, width)))}.`,
    );
  const sizes = [features, ...hidden, classes];
  const convolutions = channels.flatMap((outputs, block) =>
    convolutionWeights(`convolutions.${block}`, block === 0 ? inputs : channels[block - 1], outputs),
  );
  const layers = sizes
    .slice(1)
    .flatMap((outputs, layer) => denseWeights(`layers.${layer}`, sizes[layer], outputs));
  return {
    weights: [...convolutions, ...layers],
    forward: (images, weights) => {
      const samples = weights[0].shape[0];
      let x: Tensor4D[] = Array.from({ length: samples }, () => images);
      for (let block = 0; block < channels.length; block += 1)
        x = convolution(x, weights[2 * block], weights[2 * block + 1]).map((y) =>
          pool(activate(y, activation)),
        );
      let y = flattenSamples(x) as Tensor3D;
      const rest = weights.slice(convolutions.length);
      for (let layer = 0; layer < sizes.length - 1; layer += 1) {
        y = dense(y, rest[2 * layer], rest[2 * layer + 1]);
        if (layer < sizes.length - 2) y = activate(y, activation);
      }
      return y;
    },
  };
}
