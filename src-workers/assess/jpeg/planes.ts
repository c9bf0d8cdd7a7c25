import { clamped } from '../corruptions/places';
import type { PictureShape } from '../resized-pictures';

/** One channel, bytes as numbers. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

export function planeOf(
  bytes: Float64Array,
  { height, width, channels }: PictureShape,
  channel: number,
): Plane {
  const values = Float64Array.from({ length: height * width }, (_, at) => bytes[at * channels + channel]);
  return { height, width, values };
}

/** Each number the mean of four, rounded up and down in turn so that nothing drifts. */
export function halved({ height, width, values }: Plane): Plane {
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const at = (y: number, x: number) => values[clamped(y, height) * width + clamped(x, width)];
  return {
    height: rows,
    width: columns,
    values: Float64Array.from({ length: rows * columns }, (_, place) => {
      const [y, x] = [2 * Math.floor(place / columns), 2 * (place % columns)];
      const sum = at(y, x) + at(y, x + 1) + at(y + 1, x) + at(y + 1, x + 1);
      return Math.floor((sum + 1 + ((x / 2) % 2)) / 4);
    }),
  };
}

/** Twice as large: of what is nearest three parts in each direction, of what is next to it one. */
export function doubled({ height, width, values }: Plane, rows: number, columns: number): Plane {
  const at = (y: number, x: number) => values[clamped(y, height) * width + clamped(x, width)];
  return {
    height: rows,
    width: columns,
    values: Float64Array.from({ length: rows * columns }, (_, place) => {
      const [row, column] = [Math.floor(place / columns), place % columns];
      const [y, x] = [Math.floor(row / 2), Math.floor(column / 2)];
      const [nextY, nextX] = [y + (row % 2 ? 1 : -1), x + (column % 2 ? 1 : -1)];
      const along = (across: number) => 3 * at(y, across) + at(nextY, across);
      return Math.floor((3 * along(x) + along(nextX) + (column % 2 ? 7 : 8)) / 16);
    }),
  };
}
