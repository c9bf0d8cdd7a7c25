import { add, mean, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { NetworkShapes } from '../../src-shared/experiment/networks/network-choice';
import { type VitBlock, type VitSettings, vitBlocks } from '../../src-shared/experiment/networks/vit';
import { attentionOfHeads } from './attention-of-heads';
import { feedForward } from './feed-forward';
import { layerNorm } from './layer-norm';
import type { Layers } from './layers';
import type { Forward } from './model';
import { cutSamplePatches } from './patches';
import { sinCosGridPositions } from './sincos-positions';

/**
 * The vision transformer of arXiv 2604.04736's CIFAR-10 runs (Dosovitskiy et al., arXiv 2010.11929, with the changes
 * of Beyer et al., arXiv 2205.01580): normalisation before each part, fixed sine-cosine positions, the mean over
 * patches instead of a class token, exact GELU. Layers carry the names of the reference's state_dict.
 */
export function vit(settings: VitSettings, { inputShape: [height, pixels] }: NetworkShapes): Forward {
  const { patchSize, width } = settings;
  const positions = sinCosGridPositions(height / patchSize, pixels / patchSize, width);
  return (images, layers) => {
    const patches = embed(cutSamplePatches(images, patchSize), layers);
    const start = add(patches, tensor(positions, [1, 1, positions.length / width, width]));
    const tokens = vitBlocks(settings).reduce((x, names) => block(layers, names, settings.heads, x), start);
    return layers.dense('linear_head', mean(layerNorm(layers, 'transformer.norm', tokens), 2));
  };
}

function embed(patches: Tensor, layers: Layers): Tensor {
  const normalised = layerNorm(layers, 'to_patch_embedding.1', patches);
  return layerNorm(layers, 'to_patch_embedding.3', layers.dense('to_patch_embedding.2', normalised));
}

function block(layers: Layers, names: VitBlock, heads: number, x: Tensor): Tensor {
  const normalised = layerNorm(layers, names.attentionNorm, x);
  const mixed = attentionOfHeads(layers.dense(names.qkv, normalised), heads);
  const attended = add(x, layers.dense(names.out, mixed));
  return add(attended, feedForward(layers, names, 'gelu', layerNorm(layers, names.mlpNorm, attended)));
}
