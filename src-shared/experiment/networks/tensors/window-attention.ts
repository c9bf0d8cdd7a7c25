import { denseWeights } from './dense';
import type { WeightTensor } from './weight-tensor';

/** Rows and columns of tokens. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** The window of a grid of tokens: never larger than the grid. */
export function windowOf(grid: Grid, side: number): Grid {
  return { rows: Math.min(side, grid.rows), columns: Math.min(side, grid.columns) };
}

/** Layers `qkv` and `proj`, and one number for each offset between two tokens of a window. */
export function windowAttentionWeights(
  name: string,
  width: number,
  heads: number,
  window: Grid,
): readonly WeightTensor[] {
  return [
    relativePositionWeights(name, window, heads),
    ...denseWeights(`${name}.qkv`, width, 3 * width),
    ...denseWeights(`${name}.proj`, width, width),
  ];
}

/** One number for each offset between two tokens of a window and each head: a point estimate that starts at zero. */
function relativePositionWeights(name: string, window: Grid, heads: number): WeightTensor {
  const offsets = (2 * window.rows - 1) * (2 * window.columns - 1);
  return {
    name: relativePositionTable(name),
    shape: [offsets, heads],
    fanIn: window.rows * window.columns,
    bayesian: false,
    initial: 'zeros',
  };
}

export function relativePositionTable(name: string): string {
  return `${name}.relative_position_bias_table`;
}
