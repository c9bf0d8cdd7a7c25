import {
  add,
  cast,
  mul,
  notEqual,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor3D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { attention, mergeHeads, splitHeads } from './attention';
import type { Layers } from './layers';
import { permuteTokens } from './permute-tokens';
import { relativePositionBias } from './relative-position-bias';
import { inverseOrder, tokensOf, type Windowing, windowCount, windowOrder, windowRegions } from './windows';

// Its exponential is zero in float32, next to any other score.
const hidden = -1e9;

/**
 * Attention within windows, with a bias for relative positions (Liu et al., arXiv 2103.14030, section 3.2).
 * @param x [samples or 1, items, tokens of the grid, width]
 */
export function windowAttention(
  layers: Layers,
  name: string,
  heads: number,
  windows: Windowing,
  x: Tensor,
): Tensor {
  const [q, k, v] = splitHeads(layers.dense(`${name}.qkv`, intoWindows(x, windows)), 3, heads);
  const position = relativePositionBias(layers, name, windows.window);
  const mask = regionMask(windows);
  const attended = mergeHeads(attention(q, k, v, mask ? add(position, mask) : position));
  return outOfWindows(layers.dense(`${name}.proj`, attended), windows);
}

/**
 * What keeps tokens of different regions from seeing each other.
 * @returns [1, 1, windows, 1, tokens, tokens]: 0 within a region, else minus a billion; nothing where all see all
 */
export function regionMask(windows: Windowing): Tensor | undefined {
  const regions = windowRegions(windows);
  if (regions.every((region) => region === regions[0])) return undefined;
  const [count, tokens] = [windowCount(windows), tokensOf(windows.window)];
  const flat = tensor1d(regions, 'int32');
  const rows = reshape(flat, [1, 1, count, 1, tokens, 1]);
  const columns = reshape(flat, [1, 1, count, 1, 1, tokens]);
  return mul(cast(notEqual(rows, columns), 'float32'), hidden);
}

/** @returns [samples, items, windows, tokens of a window, width] */
export function intoWindows(x: Tensor, windows: Windowing): Tensor {
  const [samples, items, , width] = x.shape as [number, number, number, number];
  const { grid, padded, window } = windows;
  const groups = samples * items;
  const below: [number, number] = [0, padded.rows - grid.rows];
  const right: [number, number] = [0, padded.columns - grid.columns];
  const isWhole = below[1] === 0 && right[1] === 0;
  const whole = isWhole
    ? x
    : pad(reshape(x, [groups, grid.rows, grid.columns, width]), [[0, 0], below, right, [0, 0]]);
  const tokens: Tensor3D = reshape(whole, [groups, tokensOf(padded), width]);
  const order = windowOrder(windows);
  const ordered = permuteTokens(tokens, order, inverseOrder(order));
  return reshape(ordered, [samples, items, windowCount(windows), tokensOf(window), width]);
}

/** The inverse of `intoWindows`: [samples, items, tokens of the grid, width], padding dropped. */
export function outOfWindows(x: Tensor, windows: Windowing): Tensor {
  const [samples, items, , , width] = x.shape as [number, number, number, number, number];
  const { grid, padded } = windows;
  const groups = samples * items;
  const order = windowOrder(windows);
  const tokens: Tensor3D = reshape(x, [groups, tokensOf(padded), width]);
  const ordered = permuteTokens(tokens, inverseOrder(order), order);
  const shape = [samples, items, tokensOf(grid), width];
  if (tokensOf(padded) === tokensOf(grid)) return reshape(ordered, shape);
  const rows = reshape(ordered, [groups, padded.rows, padded.columns, width]);
  return reshape(slice(rows, [0, 0, 0, 0], [groups, grid.rows, grid.columns, width]), shape);
}
