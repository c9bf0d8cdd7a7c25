import { z } from 'zod';
import { isGrid, noGrid } from './grid';
import { headProblems } from './heads';
import type { NetworkChoice } from './network-choice';
import { count, dropout, headsField, layerCount, patchSizeField, widthField } from './shared-settings';
import { denseWeights } from './tensors/dense';
import { type FeedForward, feedForwardSite, feedForwardWeights } from './tensors/feed-forward';
import { layerNormWeights } from './tensors/layer-norm';
import { sizeOf, type WeightTensor } from './tensors/weight-tensor';

/** Vision transformer; the defaults are the paper's Tiny, its Base has width 768 and MLP width 3072. */
const settings = z.strictObject({
  kind: z.literal('vit'),
  /** Side of a patch in pixels; it divides both sides of the image. */
  patchSize: count.default(4),
  /** Numbers per patch, a multiple of `heads` and of 4. */
  width: count.default(192),
  depth: layerCount.default(6),
  heads: count.default(3),
  /** Hidden units of each block's dense layers. */
  mlpWidth: count.default(768),
  dropout,
});

export type VitSettings = Readonly<z.output<typeof settings>>;

export const vit: NetworkChoice<typeof settings> = {
  settings,
  title: 'Vision transformer',
  help: 'For pictures, cut into patches.',
  fields: {
    patchSize: patchSizeField,
    width: widthField,
    heads: headsField,
    depth: { label: 'Blocks', kind: 'whole', help: 'Attention and dense layers, one after the other.' },
    mlpWidth: { label: 'Hidden units of a block', kind: 'whole', help: 'Between its two dense layers.' },
  },
  fits: ['images', 'arrays', 'field'],
  firstFor: [],
  misfit: noGrid,
  takes: isGrid,
  problems: (model) => [...headProblems(model), ...positionProblems(model)],
  sizeProblems: ({ patchSize }, [height, width]) => {
    if (height % patchSize === 0 && width % patchSize === 0) return [];
    return [
      {
        path: 'model.patchSize',
        message: `Patches of ${patchSize} x ${patchSize} pixels do not tile images of ${height} x ${width}; use a size that divides both sides.`,
      },
    ];
  },
  smallest: ({ patchSize }) => ({ inputShape: [patchSize, patchSize, 1], outputShape: [1] }),
  weights: (model, { inputShape, outputShape }) => [
    ...embeddingWeights(model.patchSize ** 2 * inputShape[2], model.width),
    ...vitBlocks(model).flatMap((block) => blockWeights(block, model)),
    ...layerNormWeights('transformer.norm', model.width),
    ...denseWeights('linear_head', model.width, sizeOf(outputShape)),
  ],
  dropoutSites: (model) => vitBlocks(model).map((block) => feedForwardSite(block, model.mlpWidth)),
  describe: ({ depth, width }) => `ViT ${depth} × ${width}`,
};

/** Positions of patches are sines and cosines of rows and columns, at two frequencies or more each. */
function positionProblems({ width }: VitSettings) {
  if (width % 4 === 0 && width >= 8) return [];
  return [
    {
      path: 'model.width',
      message: `Must be a multiple of 4 and at least 8, for the positions of patches; ${width} is not.`,
    },
  ];
}

/** The layers of a block, by the names of the reference's state_dict. */
export interface VitBlock extends FeedForward {
  readonly attentionNorm: string;
  readonly qkv: string;
  readonly out: string;
  readonly mlpNorm: string;
}

export function vitBlocks({ depth }: VitSettings): readonly VitBlock[] {
  return Array.from({ length: depth }, (_, block) => {
    const [self, dense] = [`transformer.layers.${block}.0`, `transformer.layers.${block}.1.net`];
    return {
      attentionNorm: `${self}.norm`,
      qkv: `${self}.to_qkv`,
      out: `${self}.to_out`,
      mlpNorm: `${dense}.0`,
      first: `${dense}.1`,
      second: `${dense}.3`,
    };
  });
}

function embeddingWeights(patchNumbers: number, width: number): readonly WeightTensor[] {
  return [
    ...layerNormWeights('to_patch_embedding.1', patchNumbers),
    ...denseWeights('to_patch_embedding.2', patchNumbers, width),
    ...layerNormWeights('to_patch_embedding.3', width),
  ];
}

function blockWeights(block: VitBlock, { width, mlpWidth }: VitSettings): readonly WeightTensor[] {
  return [
    ...layerNormWeights(block.attentionNorm, width),
    ...denseWeights(block.qkv, width, 3 * width, { bias: false }),
    ...denseWeights(block.out, width, width, { bias: false }),
    ...layerNormWeights(block.mlpNorm, width),
    ...feedForwardWeights(block, width, mlpWidth),
  ];
}
