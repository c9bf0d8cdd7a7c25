import { add, expandDims, mean, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { patchProblems } from '../../src-shared/model-fit';
import type { WeightTensor } from '../bayes/weight-tensor';
import { attention, mergeHeads, splitHeads } from './attention';
import { denseWeights } from './dense';
import { feedForward, feedForwardSite, feedForwardWeights } from './feed-forward';
import { layerNorm, layerNormWeights } from './layer-norm';
import type { Layers } from './layers';
import type { ImageShape, Model } from './model';
import { cutPatches } from './patches';
import { sinCosGridPositions } from './sincos-positions';

export interface VitSettings {
  /** Side of a patch in pixels. */
  readonly patchSize: number;
  /** Numbers per token, a multiple of `heads` and of 4. */
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  /** Hidden units of each block's dense layers. */
  readonly mlpWidth: number;
}

/**
 * The vision transformer of arXiv 2604.04736's CIFAR-10 runs (Dosovitskiy et al., arXiv 2010.11929, with the changes
 * of Beyer et al., arXiv 2205.01580): normalisation before each part, fixed sine-cosine positions, the mean over
 * patches instead of a class token, exact GELU. Layers carry the names of the reference's state_dict.
 * @throws BadInputError when patches of this size do not tile the image.
 */
export function vit(imageShape: ImageShape, settings: VitSettings, classes: number): Model {
  const { patchSize, width, depth, mlpWidth } = settings;
  const [height, pixels, channels] = imageShape;
  refuseProblems(patchProblems(imageShape, patchSize));
  const blocks = Array.from({ length: depth }, (_, block) => blockNames(block));
  const positions = sinCosGridPositions(height / patchSize, pixels / patchSize, width);
  return {
    weights: [
      ...embeddingWeights(patchSize ** 2 * channels, width),
      ...blocks.flatMap((names) => blockWeights(names, settings)),
      ...layerNormWeights('transformer.norm', width),
      ...denseWeights('linear_head', width, classes),
    ],
    dropoutSites: blocks.map((names) => feedForwardSite(names, mlpWidth)),
    forward: (images, layers) => {
      const patches = embed(expandDims(cutPatches(images, patchSize), 0), layers);
      const start = add(patches, tensor(positions, [1, 1, positions.length / width, width]));
      const tokens = blocks.reduce((x, names) => block(layers, names, settings.heads, x), start);
      return layers.dense('linear_head', mean(layerNorm(layers, 'transformer.norm', tokens), 2));
    },
  };
}

function embeddingWeights(patchNumbers: number, width: number): readonly WeightTensor[] {
  return [
    ...layerNormWeights('to_patch_embedding.1', patchNumbers),
    ...denseWeights('to_patch_embedding.2', patchNumbers, width),
    ...layerNormWeights('to_patch_embedding.3', width),
  ];
}

function embed(patches: Tensor, layers: Layers): Tensor {
  const normalised = layerNorm(layers, 'to_patch_embedding.1', patches);
  return layerNorm(layers, 'to_patch_embedding.3', layers.dense('to_patch_embedding.2', normalised));
}

interface BlockNames {
  readonly attentionNorm: string;
  readonly qkv: string;
  readonly out: string;
  readonly mlpNorm: string;
  readonly first: string;
  readonly second: string;
}

function blockNames(block: number): BlockNames {
  const [self, mlp] = [`transformer.layers.${block}.0`, `transformer.layers.${block}.1.net`];
  return {
    attentionNorm: `${self}.norm`,
    qkv: `${self}.to_qkv`,
    out: `${self}.to_out`,
    mlpNorm: `${mlp}.0`,
    first: `${mlp}.1`,
    second: `${mlp}.3`,
  };
}

function blockWeights(names: BlockNames, { width, mlpWidth }: VitSettings): readonly WeightTensor[] {
  return [
    ...layerNormWeights(names.attentionNorm, width),
    ...denseWeights(names.qkv, width, 3 * width, { bias: false }),
    ...denseWeights(names.out, width, width, { bias: false }),
    ...layerNormWeights(names.mlpNorm, width),
    ...feedForwardWeights(names, width, mlpWidth),
  ];
}

function block(layers: Layers, names: BlockNames, heads: number, x: Tensor): Tensor {
  const normalised = layerNorm(layers, names.attentionNorm, x);
  const [q, k, v] = splitHeads(layers.dense(names.qkv, normalised), 3, heads);
  const attended = add(x, layers.dense(names.out, mergeHeads(attention(q, k, v))));
  return add(attended, feedForward(layers, names, 'gelu', layerNorm(layers, names.mlpNorm, attended)));
}
