import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import { feedForward, feedForwardSite, feedForwardWeights } from './feed-forward';
import { layerNorm, layerNormWeights } from './layer-norm';
import type { DropoutSite, Layers } from './layers';
import { windowAttention, windowAttentionWeights } from './window-attention';
import type { Windowing } from './windows';

/** Hidden units of a block's dense part, per number of a token (Liu et al., arXiv 2103.14030). */
const mlpRatio = 4;

/** A block of a Swin transformer: attention within windows and dense layers, normalisation before each. */
export interface SwinBlock {
  /** As in `layers.0.blocks.1`. */
  readonly name: string;
  readonly width: number;
  readonly heads: number;
  readonly windows: Windowing;
}

function dense({ name }: SwinBlock) {
  return { first: `${name}.mlp.fc1`, second: `${name}.mlp.fc2` };
}

export function swinBlockWeights(block: SwinBlock): readonly WeightTensor[] {
  const { name, width, heads, windows } = block;
  return [
    ...layerNormWeights(`${name}.norm1`, width),
    ...windowAttentionWeights(`${name}.attn`, width, heads, windows),
    ...layerNormWeights(`${name}.norm2`, width),
    ...feedForwardWeights(dense(block), width, mlpRatio * width),
  ];
}

export function swinBlockSite(block: SwinBlock): DropoutSite {
  return feedForwardSite(dense(block), mlpRatio * block.width);
}

/** @param x [samples or 1, items, tokens of the grid, width] */
export function swinBlock(layers: Layers, block: SwinBlock, x: Tensor): Tensor {
  const { name, heads, windows } = block;
  const normalised = layerNorm(layers, `${name}.norm1`, x);
  const attended = add(x, windowAttention(layers, `${name}.attn`, heads, windows, normalised));
  const again = layerNorm(layers, `${name}.norm2`, attended);
  return add(attended, feedForward(layers, dense(block), 'gelu', again));
}
