import { reshape, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  type Grid,
  windowAttentionWeights,
} from '../../../src-shared/experiment/networks/tensors/window-attention';
import { SampledLayers } from '../../../src-workers/bayes/sampled-layers';
import { attention, mergeHeads, splitHeads } from '../../../src-workers/models/attention';
import { windowAttention } from '../../../src-workers/models/window-attention';
import { type Windowing, windowing } from '../../../src-workers/models/windows';
import { relativeDistance } from '../relative-distance';
import { randomArgument, resultOf } from './probe';

const [samples, items, width, heads] = [2, 3, 4, 2];

/** Bias of every pair of tokens of the whole grid: by their offset where they share a window, else out of sight. */
function wholeGridBias({ grid, window, shift }: Windowing, table: Float32Array): Float32Array {
  const tokens = grid.rows * grid.columns;
  const bias = new Float32Array(heads * tokens ** 2).fill(-1e9);
  const placeOf = (token: number): Grid => ({
    rows: Math.floor(token / grid.columns),
    columns: token % grid.columns,
  });
  const windowOf = (place: Grid) =>
    [
      Math.floor((place.rows - shift.rows) / window.rows),
      Math.floor((place.columns - shift.columns) / window.columns),
    ].join();
  for (let from = 0; from < tokens; from += 1)
    for (let to = 0; to < tokens; to += 1) {
      const [a, b] = [placeOf(from), placeOf(to)];
      if (windowOf(a) !== windowOf(b)) continue;
      const down = a.rows - b.rows + window.rows - 1;
      const row = down * (2 * window.columns - 1) + a.columns - b.columns + window.columns - 1;
      for (let head = 0; head < heads; head += 1)
        bias[(head * tokens + from) * tokens + to] = table[row * heads + head];
    }
  return bias;
}

describe.each([
  [4, 4, 2],
  [5, 7, 3],
  [2, 6, 4],
])('on a %i x %i grid, attention within windows of side %i', (rows, columns, size) => {
  test.each([false, true])(
    'is attention over the whole grid with all else hidden (shifted: %s)',
    (isShifted) => {
      const windows = windowing({ rows, columns }, size, isShifted);
      const tokens = rows * columns;
      const specs = windowAttentionWeights('attn', width, heads, windows.window);
      const weights = specs.map(({ shape, bayesian }, index) =>
        randomArgument([bayesian ? samples : 1, ...shape], index),
      );
      const layersOf = (tensors: readonly Tensor[]) =>
        new SampledLayers(new Map(specs.map(({ name }, index) => [name, tensors[index]])), samples);
      const of = [...weights, randomArgument([samples, items, tokens, width], 50)];
      const table = weights[specs.findIndex(({ name }) => name.endsWith('table'))].values;
      const windowed = resultOf({
        of,
        to: (...tensors) =>
          windowAttention(layersOf(tensors), 'attn', heads, windows, tensors[tensors.length - 1]),
      });
      const whole = resultOf({
        of,
        to: (...tensors) => {
          const layers = layersOf(tensors);
          const [q, k, v] = splitHeads(layers.dense('attn.qkv', tensors[tensors.length - 1]), 3, heads);
          const bias = tensor(wholeGridBias(windows, table), [1, 1, heads, tokens, tokens]);
          return layers.dense(
            'attn.proj',
            reshape(mergeHeads(attention(q, k, v, bias)), [samples, items, tokens, width]),
          );
        },
      });
      expect(windowed.shape).toEqual([samples, items, tokens, width]);
      expect(relativeDistance(windowed.values, whole.values)).toBeLessThan(1e-6);
    },
  );
});
