import { add, type Tensor } from '@tensorflow/tfjs-core';
import { denseOfSwinBlock, type SwinBlock } from '../../src-shared/experiment/networks/tensors/swin-block';
import { feedForward } from './feed-forward';
import { layerNorm } from './layer-norm';
import type { Layers } from './layers';
import { windowAttention } from './window-attention';
import { windowing } from './windows';

/** @param x [samples or 1, items, tokens of the grid, width] */
export function swinBlock(layers: Layers, block: SwinBlock, x: Tensor): Tensor {
  const { name, heads, grid, windowSide, isShifted } = block;
  const windows = windowing(grid, windowSide, isShifted);
  const normalised = layerNorm(layers, `${name}.norm1`, x);
  const attended = add(x, windowAttention(layers, `${name}.attn`, heads, windows, normalised));
  const again = layerNorm(layers, `${name}.norm2`, attended);
  return add(attended, feedForward(layers, denseOfSwinBlock(block), 'gelu', again));
}
