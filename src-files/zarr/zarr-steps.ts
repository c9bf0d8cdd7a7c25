import type { StepValues } from '../data/step-values';
import type { GridAxes } from '../netcdf/grid-axes';
import { infinite } from '../netcdf/grid-variable';
import type { Unpacking } from '../netcdf/known-values';
import { unsignedView } from '../netcdf/number-types';
import type { ArrayChunks } from './chunk-reader';
import type { StoredArray } from './zarr-store';

interface Source {
  readonly array: StoredArray;
  readonly chunks: ArrayChunks;
  readonly axes: GridAxes;
  /** The place of the level in its dimension. */
  readonly levelAt: number;
  readonly unpacking: Unpacking;
  readonly where: string;
}

/** The steps of a variable in a Zarr store: of each the chunks are read that it lies in. */
export class ZarrSteps implements StepValues {
  readonly #values: Float32Array | Float64Array;
  /** From one point of a dimension to the next within a chunk, in numbers. */
  readonly #strides: readonly number[];
  readonly #fill: number;
  readonly together: number;

  constructor(readonly source: Source) {
    const { array, axes, unpacking } = source;
    const [, height, width] = axes.facts.shape;
    this.#values = unpacking.isSingle ? new Float32Array(height * width) : new Float64Array(height * width);
    this.#strides = stridesOf(array);
    this.together = array.chunks[axes.time];
    this.#fill = array.fill === undefined ? Number.NaN : unpacking.unpacked(array.fill);
  }

  step(at: number): Float32Array | Float64Array {
    const { array, axes } = this.source;
    const [, height, width] = axes.facts.shape;
    const stored = axes.order?.[at] ?? at;
    const [tall, wide] = [array.chunks[axes.y], array.chunks[axes.x]];
    for (let top = 0; top < height; top += tall)
      for (let left = 0; left < width; left += wide) this.#readChunk(at, stored, top, left);
    return this.#values;
  }

  /** Takes one step out of the chunk whose first row and column these are. */
  #readChunk(step: number, stored: number, top: number, left: number): void {
    const { array, chunks, axes, levelAt, unpacking, where } = this.source;
    const [, height, width] = axes.facts.shape;
    const points = array.shape.map((_, axis) => {
      if (axis === axes.time) return stored;
      if (axis === axes.y) return top;
      return axis === axes.x ? left : axis === axes.level ? levelAt : 0;
    });
    const place = points.map((point, axis) => Math.floor(point / array.chunks[axis]));
    const read = chunks.read(place);
    const numbers = read && unsignedView(read, array.attributes.get('_Unsigned'));
    const first = points.reduce(
      (sum, point, axis) => sum + (point - place[axis] * array.chunks[axis]) * this.#strides[axis],
      0,
    );
    for (let row = top; row < Math.min(height, top + array.chunks[axes.y]); row += 1)
      for (let column = left; column < Math.min(width, left + array.chunks[axes.x]); column += 1) {
        const from = first + (row - top) * this.#strides[axes.y] + (column - left) * this.#strides[axes.x];
        const value = numbers ? unpacking.unpacked(Number(numbers[from])) : this.#fill;
        if (Math.abs(value) === Number.POSITIVE_INFINITY) throw infinite(where, step, row, column);
        this.#values[row * width + column] = value;
      }
  }
}

function stridesOf({ chunks, order }: StoredArray): readonly number[] {
  const strides = chunks.map(() => 1);
  let stride = 1;
  for (const axis of [...order].reverse()) {
    strides[axis] = stride;
    stride *= chunks[axis];
  }
  return strides;
}
