import { gather, reshape, type Tensor, tensor1d, transpose } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import type { Layers } from './layers';
import { type Grid, tokensOf } from './windows';

/** One number for each offset between two tokens of a window and each head: a point estimate that starts at zero. */
export function relativePositionWeights(name: string, window: Grid, heads: number): WeightTensor {
  const offsets = (2 * window.rows - 1) * (2 * window.columns - 1);
  return {
    name: tableName(name),
    shape: [offsets, heads],
    fanIn: tokensOf(window),
    bayesian: false,
    initial: 'zeros',
  };
}

/** @returns [samples or 1, 1, 1, heads, tokens, tokens], to be added to a window's scores */
export function relativePositionBias(layers: Layers, name: string, window: Grid): Tensor {
  const table = layers.weight(tableName(name));
  const [samples, , heads] = table.shape as [number, number, number];
  const tokens = tokensOf(window);
  const byPair = gather(table, tensor1d(relativePositionIndex(window), 'int32'), 1);
  return reshape(transpose(byPair, [0, 2, 1]), [samples, 1, 1, heads, tokens, tokens]);
}

function tableName(name: string): string {
  return `${name}.relative_position_bias_table`;
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
