import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../src-shared/experiment/networks/tensors/window-attention';
import { layerNorm } from './layer-norm';
import type { Layers } from './layers';
import { cutPatches, joinPatches } from './patches';
import { tokensOf } from './windows';

/**
 * Makes one token of twice the width out of 2 x 2 (Liu et al., arXiv 2103.14030, section 3.1).
 * @param x [samples or 1, items, tokens of the grid, width]
 * @param grid even in both directions
 */
export function mergePatches(layers: Layers, name: string, grid: Grid, x: Tensor): Tensor {
  const [samples, items, , width] = x.shape as [number, number, number, number];
  const merged = cutPatches(reshape(x, [samples * items, grid.rows, grid.columns, width]), 2);
  const tokens = reshape(merged, [samples, items, tokensOf(grid) / 4, 4 * width]);
  return layers.dense(`${name}.reduction`, layerNorm(layers, `${name}.norm`, tokens));
}

/**
 * Makes 2 x 2 tokens of half the width out of one: the way back up (Cao et al., arXiv 2105.05537, section 3.5).
 * @param x [samples or 1, items, tokens of the grid, width]
 */
export function expandPatches(layers: Layers, name: string, grid: Grid, x: Tensor): Tensor {
  const wide = layers.dense(`${name}.expand`, x);
  const [samples, items, tokens, numbers] = wide.shape as [number, number, number, number];
  const joined = joinPatches(reshape(wide, [samples * items, tokens, numbers]), grid.rows, grid.columns, 2);
  return layerNorm(layers, `${name}.norm`, reshape(joined, [samples, items, 4 * tokens, numbers / 4]));
}
