import { z } from 'zod';
import { isGrid, noGrid } from './grid';
import type { NetworkChoice } from './network-choice';
import { activation, activationField, count, dropout, hiddenField } from './shared-settings';
import { convolutionWeights } from './tensors/convolution';
import { denseStackSites, denseStackWeights } from './tensors/dense-stack';
import { sizeOf } from './tensors/weight-tensor';

const settings = z.strictObject({
  kind: z.literal('cnn'),
  /** Output channels of each 3 x 3 convolution; every one is followed by 2 x 2 max pooling. */
  channels: z.array(count).min(1).max(8).default([32, 64, 128]),
  hidden: z.array(count).max(20).default([256]),
  activation,
  dropout,
});

/** Blocks of 3 x 3 convolution, activation and 2 x 2 max pooling, then dense layers. */
export const cnn: NetworkChoice<typeof settings> = {
  settings,
  title: 'Convolutional network',
  help: 'For pictures.',
  fields: {
    activation: activationField,
    channels: {
      label: 'Convolution channels',
      kind: 'whole-list',
      help: 'One 3 × 3 convolution and 2 × 2 pooling for each number.',
    },
    hidden: hiddenField,
  },
  fits: ['images', 'arrays', 'field'],
  firstFor: [],
  misfit: noGrid,
  takes: isGrid,
  problems: () => [],
  sizeProblems: ({ channels }, [height, width]) => {
    const blocks = channels.length;
    const most = Math.floor(Math.log2(Math.min(height, width)));
    if (blocks <= most) return [];
    return [
      {
        path: 'model.channels',
        message: `${blocks} blocks halve the image ${blocks} times, but it is ${height} x ${width} pixels; use at most ${most}.`,
      },
    ];
  },
  smallest: ({ channels }) => {
    const side = 2 ** channels.length;
    return { inputShape: [side, side, 1], outputShape: [1] };
  },
  weights: ({ channels, hidden }, { inputShape, outputShape }) => {
    const inputs = [inputShape[2], ...channels];
    return [
      ...convolutionNames(channels).flatMap((name, block) =>
        convolutionWeights(name, inputs[block], channels[block]),
      ),
      ...denseStackWeights(sizeOf(pooledShape(inputShape, channels)), hidden, sizeOf(outputShape)),
    ];
  },
  dropoutSites: ({ hidden }) => denseStackSites(hidden),
  describe: ({ channels, hidden }) =>
    `CNN ${[channels.join('-'), hidden.join('-')].filter((part) => part !== '').join(', ')}`,
};

export function convolutionNames(channels: readonly number[]): readonly string[] {
  return channels.map((_, block) => `convolutions.${block}`);
}

/** What the last block hands to the dense layers: each halves the image and drops an odd last row or column. */
export function pooledShape(
  [height, width]: readonly number[],
  channels: readonly number[],
): readonly number[] {
  const shrink = 2 ** channels.length;
  return [Math.floor(height / shrink), Math.floor(width / shrink), channels[channels.length - 1]];
}
