import type { StepValues } from '../data/step-values';
import type { GridAxes } from './grid-axes';
import { infinite } from './grid-variable';
import type { Unpacking } from './known-values';
import { unsignedView } from './number-types';
import { damaged } from './read-grid-variables';
import type { Slab, SlabFile, SlabOutline } from './slab-file';
import type { StoredNumbers } from './stored-file';

/** Blocks that are kept of all variables together: those of the last steps. */
const mostKeptBytes = 128_000_000;
/** Of steps whose numbers lie among those of others, so many bytes are read at a time. */
const readAheadBytes = 2 ** 22;
/** Of chunks of more steps they are unpacked again for each such part. */
const mostBlockBytes = 2 ** 28;

/** Blocks of steps, the last ones of which are kept. */
export class KeptSlabs {
  readonly #kept = new Map<string, StoredNumbers>();
  #bytes = 0;

  of(key: string, read: () => StoredNumbers): StoredNumbers {
    const found = this.#kept.get(key) ?? read();
    // The last one used stands last.
    if (!this.#kept.delete(key)) this.#bytes += found.byteLength;
    this.#kept.set(key, found);
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= mostKeptBytes || oldest === key) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
    return found;
  }
}

interface Source {
  readonly file: SlabFile;
  readonly path: string;
  readonly name: string;
  readonly outline: SlabOutline;
  /** It has no time of its own: `axes` has one of one step in front. */
  readonly isStatic: boolean;
  readonly axes: GridAxes;
  /** The place of the level in its dimension. */
  readonly levelAt: number;
  readonly unpacking: Unpacking;
  readonly where: string;
  readonly kept: KeptSlabs;
}

/** The steps of a variable in a NetCDF file that stays on the disk: of each the block is read that it lies in. */
export class SlabSteps implements StepValues {
  readonly together: number;
  readonly #values: Float32Array | Float64Array;

  constructor(readonly source: Source) {
    const { outline, axes, unpacking, isStatic } = source;
    const [steps, height, width] = axes.facts.shape;
    this.#values = unpacking.isSingle ? new Float32Array(height * width) : new Float64Array(height * width);
    const stepBytes = height * width * outline.none.BYTES_PER_ELEMENT;
    const packed = isStatic ? undefined : outline.chunks?.[axes.time];
    // Steps that lie in one piece are read one by one: training takes them in any order.
    const wanted = packed ?? (axes.time === 0 ? 1 : Math.floor(readAheadBytes / stepBytes));
    this.together = Math.max(1, Math.min(wanted, steps, Math.floor(mostBlockBytes / stepBytes)));
  }

  step(at: number): Float32Array | Float64Array {
    const { axes, outline, unpacking, where } = this.source;
    const [, height, width] = axes.facts.shape;
    const stored = axes.order?.[at] ?? at;
    const slab = this.#slabOf(Math.floor(stored / this.together));
    const numbers = unsignedView(this.#numbers(slab), outline.attributes.get('_Unsigned'));
    const [ofTime, ofRow, ofColumn] = [axes.time, axes.y, axes.x].map((axis) =>
      slab.counts.slice(axis + 1).reduce((product, count) => product * count, 1),
    );
    const start = (stored - slab.first[axes.time]) * ofTime;
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1) {
        const value = unpacking.unpacked(Number(numbers[start + row * ofRow + column * ofColumn]));
        if (Math.abs(value) === Number.POSITIVE_INFINITY) throw infinite(where, at, row, column);
        this.#values[row * width + column] = value;
      }
    return this.#values;
  }

  /** With the dimensions of `axes`. */
  #slabOf(block: number): Slab {
    const { axes, levelAt } = this.source;
    const [steps, height, width] = axes.facts.shape;
    const begin = block * this.together;
    const rank = this.source.outline.dimensions.length + (this.source.isStatic ? 1 : 0);
    const first = Array.from({ length: rank }, (_, axis) =>
      axis === axes.time ? begin : axis === axes.level ? levelAt : 0,
    );
    const counts = first.map((_, axis) => {
      if (axis === axes.time) return Math.min(this.together, steps - begin);
      if (axis === axes.y) return height;
      return axis === axes.x ? width : 1;
    });
    return { first, counts };
  }

  #numbers(slab: Slab): StoredNumbers {
    const { file, path, name, isStatic, kept } = this.source;
    const own = isStatic ? { first: slab.first.slice(1), counts: slab.counts.slice(1) } : slab;
    return kept.of(`${path} ${name} ${own.first} ${own.counts}`, () => {
      try {
        return file.read(name, own);
      } catch (error) {
        throw damaged(path, error);
      }
    });
  }
}
