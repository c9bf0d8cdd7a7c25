import { type Grid, windowOf } from '../../src-shared/experiment/networks/tensors/window-attention';

/**
 * How a grid of tokens is put into windows. The grid is padded at its lower and right edge to whole windows, then
 * rolled up and left by the shift, so that windows of shifted blocks reach over the borders of the others (Liu et al.,
 * arXiv 2103.14030, section 3.2).
 */
export interface Windowing {
  readonly grid: Grid;
  readonly padded: Grid;
  readonly window: Grid;
  readonly shift: Grid;
}

/** A window is never larger than the grid; along an axis that it covers whole, nothing is shifted. */
export function windowing(grid: Grid, windowSize: number, isShifted: boolean): Windowing {
  const window = windowOf(grid, windowSize);
  const shiftOf = (length: number, size: number) => (isShifted && size < length ? Math.floor(size / 2) : 0);
  return {
    grid,
    window,
    padded: {
      rows: Math.ceil(grid.rows / window.rows) * window.rows,
      columns: Math.ceil(grid.columns / window.columns) * window.columns,
    },
    shift: { rows: shiftOf(grid.rows, window.rows), columns: shiftOf(grid.columns, window.columns) },
  };
}

export function tokensOf({ rows, columns }: Grid): number {
  return rows * columns;
}

export function windowCount({ padded, window }: Windowing): number {
  return tokensOf(padded) / tokensOf(window);
}

/**
 * Which token lies at each place, places being counted window by window and row by row within one.
 * @returns numbers of tokens in the padded grid, counted row by row
 */
export function windowOrder(windows: Windowing): Int32Array {
  const { padded, shift } = windows;
  return Int32Array.from(placesOf(windows), ({ row, column }) => {
    const from = {
      row: (row + shift.rows) % padded.rows,
      column: (column + shift.columns) % padded.columns,
    };
    return from.row * padded.columns + from.column;
  });
}

/** The order that undoes one. */
export function inverseOrder(order: Int32Array): Int32Array {
  const inverse = new Int32Array(order.length);
  order.forEach((from, to) => {
    inverse[from] = to;
  });
  return inverse;
}

/**
 * The region of each place, in the order of `windowOrder`: tokens of one window see each other only within a region,
 * because rolling brought far edges of the grid together, and padding (region -1) is no data.
 */
export function windowRegions(windows: Windowing): Int32Array {
  const { grid, padded } = windows;
  const order = windowOrder(windows);
  return Int32Array.from(placesOf(windows), ({ row, column }, place) => {
    const isPadding =
      Math.floor(order[place] / padded.columns) >= grid.rows || order[place] % padded.columns >= grid.columns;
    if (isPadding) return -1;
    const rowBand = bandOf(row, padded.rows, windows.window.rows, windows.shift.rows);
    return 3 * rowBand + bandOf(column, padded.columns, windows.window.columns, windows.shift.columns);
  });
}

/** Along one axis of the rolled grid: 0 in all windows but the last, which holds 1 and, rolled in from afar, 2. */
function bandOf(place: number, length: number, window: number, shift: number): number {
  if (shift === 0 || place < length - window) return 0;
  return place < length - shift ? 1 : 2;
}

/** Rows and columns of the rolled grid, window by window. */
function placesOf({
  padded,
  window,
}: Windowing): readonly { readonly row: number; readonly column: number }[] {
  const across = padded.columns / window.columns;
  const size = tokensOf(window);
  return Array.from({ length: tokensOf(padded) }, (_, place) => {
    const at = Math.floor(place / size);
    const within = place % size;
    return {
      row: Math.floor(at / across) * window.rows + Math.floor(within / window.columns),
      column: (at % across) * window.columns + (within % window.columns),
    };
  });
}
