import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isOverRecords, lengthOf, numbersTogether, type RecordLayout, recordsOf } from './classic-file';
import { type ClassicVariable, readClassicHeader } from './classic-header';
import { inOnePart, type NumberType, readNumbers } from './classic-values';
import type { Slab, SlabFile, SlabOutline } from './slab-file';
import { noNumbers, type StoredDimension, type StoredNumbers, type Unread } from './stored-file';

/** Of most files all of the header. */
const firstHeadBytes = 65_536;
const mostHeadBytes = 64_000_000;

/**
 * Opens a NetCDF file of a classic format whose values are read block by block from the disk.
 * @throws RangeError at a damaged one, and what the disk throws
 */
export function openClassicSlabs(path: string): SlabFile {
  const fileBytes = statSync(path).size;
  const header = headerOf(path, fileBytes);
  const variables = new Map(header.variables.map((variable) => [variable.name, variable]));
  const file = new ClassicSlabs(path, fileBytes, { header, ...recordsOf(header, fileBytes) }, variables);
  return {
    names: [...variables.keys()],
    outline: (name) => file.outline(name),
    read: (name, slab) => file.read(name, slab),
  };
}

function headerOf(path: string, fileBytes: number): ReturnType<typeof readClassicHeader> {
  for (let bytes = firstHeadBytes; ; bytes *= 8) {
    const head = bytesAt(path, 0, Math.min(bytes, fileBytes));
    try {
      return readClassicHeader(head, fileBytes);
    } catch (error) {
      // It may go on behind what was read.
      if (head.length === fileBytes || bytes > mostHeadBytes) throw error;
    }
  }
}

type NumberVariable = ClassicVariable & { readonly type: NumberType };

class ClassicSlabs {
  constructor(
    readonly path: string,
    readonly fileBytes: number,
    readonly layout: RecordLayout,
    readonly variables: ReadonlyMap<string, ClassicVariable>,
  ) {}

  outline(name: string): SlabOutline | Unread {
    const variable = this.#ofNumbers(name);
    if (!variable) return noNumbers;
    this.#refuseCut(variable);
    const dimensions = variable.dimensions.map((dimension) => this.#dimension(dimension));
    const none = readNumbers(new Uint8Array(), variable.type, inOnePart(0, 0));
    return { dimensions, attributes: variable.attributes, none };
  }

  read(name: string, { first, counts }: Slab): StoredNumbers {
    const variable = this.#ofNumbers(name);
    if (!variable) throw new RangeError(`${name} does not hold numbers`);
    const { type, begin } = variable;
    const numbers = counts.reduce((product, count) => product * count, 1);
    const bytes = new Uint8Array(numbers * type.bytes);
    const strides = this.#strides(variable);
    const { size, outer } = runOf(this.#lengths(variable), counts, strides, type.bytes);
    const handle = openSync(this.path, 'r');
    try {
      const start = first.reduce((sum, point, axis) => sum + point * strides[axis], begin);
      for (let run = 0; run * size < bytes.length; run += 1) {
        let [rest, offset] = [run, start];
        for (let axis = outer - 1; axis >= 0; axis -= 1) {
          offset += (rest % counts[axis]) * strides[axis];
          rest = Math.floor(rest / counts[axis]);
        }
        if (readSync(handle, bytes, run * size, size, offset) !== size)
          throw new RangeError('it ends too early');
      }
    } finally {
      closeSync(handle);
    }
    return readNumbers(bytes, type, inOnePart(0, numbers));
  }

  #ofNumbers(name: string): NumberVariable | undefined {
    const variable = this.variables.get(name);
    return variable?.type && { ...variable, type: variable.type };
  }

  #lengths({ dimensions }: ClassicVariable): readonly number[] {
    return dimensions.map((dimension) => lengthOf(this.layout, dimension));
  }

  /** From one point of each dimension to the next, in bytes. */
  #strides(variable: NumberVariable): readonly number[] {
    const lengths = this.#lengths(variable);
    return lengths.map((_, axis) =>
      axis === 0 && isOverRecords(this.layout.header, variable)
        ? this.layout.recordStep
        : lengths.slice(axis + 1).reduce((product, length) => product * length, variable.type.bytes),
    );
  }

  #dimension(dimension: number): StoredDimension {
    const { name } = this.layout.header.dimensions[dimension];
    const length = lengthOf(this.layout, dimension);
    const other = this.#ofNumbers(name);
    // A variable of the dimension's name that runs over it alone.
    if (other?.dimensions.length !== 1 || other.dimensions[0] !== dimension) return { name, length };
    this.#refuseCut(other);
    const data = this.read(name, { first: [0], counts: [length] });
    return { name, length, coordinate: { data, attributes: other.attributes } };
  }

  #refuseCut(variable: NumberVariable): void {
    const { header, records, recordStep } = this.layout;
    const before = isOverRecords(header, variable) ? Math.max(0, records - 1) * recordStep : 0;
    const end = variable.begin + before + numbersTogether(header, variable) * variable.type.bytes;
    if (end > this.fileBytes && (records > 0 || !isOverRecords(header, variable)))
      throw new RangeError('its header promises more data than the file has bytes');
  }
}

/** The bytes of a block that lie in one piece, and how many dimensions are outside of it. */
function runOf(
  lengths: readonly number[],
  counts: readonly number[],
  strides: readonly number[],
  numberBytes: number,
): { readonly size: number; readonly outer: number } {
  let [size, outer] = [numberBytes, counts.length];
  while (outer > 0 && strides[outer - 1] === size) {
    outer -= 1;
    size *= counts[outer];
    if (counts[outer] !== lengths[outer]) break;
  }
  return { size, outer };
}

/** What tells a file's format: HDF5 may lie behind a block of its user's. */
export function headOf(path: string): Uint8Array {
  return bytesAt(path, 0, Math.min(statSync(path).size, 2 ** 20));
}

function bytesAt(path: string, offset: number, length: number): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
  } finally {
    closeSync(handle);
  }
}
