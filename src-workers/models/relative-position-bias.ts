import { gather, reshape, type Tensor, tensor1d, transpose } from '@tensorflow/tfjs-core';
import {
  type Grid,
  relativePositionTable,
} from '../../src-shared/experiment/networks/tensors/window-attention';
import type { Layers } from './layers';
import { tokensOf } from './windows';

/** @returns [samples or 1, 1, 1, heads, tokens, tokens], to be added to a window's scores */
export function relativePositionBias(layers: Layers, name: string, window: Grid): Tensor {
  const table = layers.weight(relativePositionTable(name));
  const [samples, , heads] = table.shape as [number, number, number];
  const tokens = tokensOf(window);
  const byPair = gather(table, tensor1d(relativePositionIndex(window), 'int32'), 1);
  return reshape(transpose(byPair, [0, 2, 1]), [samples, 1, 1, heads, tokens, tokens]);
}

/** For each pair of tokens of a window, the row of the table that holds their offset. */
export function relativePositionIndex({ rows, columns }: Grid): Int32Array {
  const tokens = rows * columns;
  return Int32Array.from({ length: tokens ** 2 }, (_, pair) => {
    const [from, to] = [Math.floor(pair / tokens), pair % tokens];
    const down = Math.floor(from / columns) - Math.floor(to / columns) + rows - 1;
    const right = (from % columns) - (to % columns) + columns - 1;
    return down * (2 * columns - 1) + right;
  });
}
