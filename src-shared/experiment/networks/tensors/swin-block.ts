import type { DropoutSite } from './dropout-site';
import { type FeedForward, feedForwardSite, feedForwardWeights } from './feed-forward';
import { layerNormWeights } from './layer-norm';
import type { WeightTensor } from './weight-tensor';
import { type Grid, windowAttentionWeights, windowOf } from './window-attention';

/** Hidden units of a block's dense part, per number of a token (Liu et al., arXiv 2103.14030). */
const mlpRatio = 4;

/** A block of a Swin transformer: attention within windows and dense layers, normalisation before each. */
export interface SwinBlock {
  /** As in `layers.0.blocks.1`. */
  readonly name: string;
  readonly width: number;
  readonly heads: number;
  readonly grid: Grid;
  /** Side of a window in tokens; smaller where the grid is. */
  readonly windowSide: number;
  /** Windows of every other block are shifted by half of one. */
  readonly isShifted: boolean;
}

export function denseOfSwinBlock({ name }: SwinBlock): FeedForward {
  return { first: `${name}.mlp.fc1`, second: `${name}.mlp.fc2` };
}

export function swinBlockWeights(block: SwinBlock): readonly WeightTensor[] {
  const { name, width, heads, grid, windowSide } = block;
  return [
    ...layerNormWeights(`${name}.norm1`, width),
    ...windowAttentionWeights(`${name}.attn`, width, heads, windowOf(grid, windowSide)),
    ...layerNormWeights(`${name}.norm2`, width),
    ...feedForwardWeights(denseOfSwinBlock(block), width, mlpRatio * width),
  ];
}

export function swinBlockSite(block: SwinBlock): DropoutSite {
  return feedForwardSite(denseOfSwinBlock(block), mlpRatio * block.width);
}
