import type { Tensor4D } from '@tensorflow/tfjs-core';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { blockProblems } from '../../src-shared/model-fit';
import { type Activation, activate } from './activation';
import { convolutionWeights, flattenSamples, pool } from './convolution';
import { denseStack } from './dense-stack';
import type { ImageShape, Model } from './model';

/**
 * Blocks of 3 x 3 convolution, activation and 2 x 2 max pooling, then dense layers.
 * @throws BadInputError when the image is too small to be halved once per block.
 */
export function cnn(
  imageShape: ImageShape,
  channels: readonly number[],
  hidden: readonly number[],
  classes: number,
  activation: Activation,
): Model {
  const blocks = channels.map((_, block) => `convolutions.${block}`);
  const inputs = [imageShape[2], ...channels];
  const head = denseStack([featuresLeft(imageShape, channels), ...hidden, classes], activation);
  return {
    weights: [
      ...blocks.flatMap((name, block) => convolutionWeights(name, inputs[block], channels[block])),
      ...head.weights,
    ],
    dropoutSites: head.dropoutSites,
    forward: (images, layers) => {
      const start = Array.from({ length: layers.samples }, () => images as Tensor4D);
      const x = blocks.reduce(
        (y, name) => layers.convolution(name, y).map((pictures) => pool(activate(pictures, activation))),
        start,
      );
      return head.forward(flattenSamples(x), layers);
    },
  };
}

/** Numbers per item that the last block hands to the dense layers. */
function featuresLeft([height, width]: ImageShape, channels: readonly number[]): number {
  const shrink = 2 ** channels.length;
  refuseProblems(blockProblems([height, width], channels.length));
  return Math.floor(height / shrink) * Math.floor(width / shrink) * channels[channels.length - 1];
}
