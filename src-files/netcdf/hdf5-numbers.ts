import type { Dataset, ready } from 'h5wasm';
import { halfFloat } from './half-float';
import type { Slab } from './slab-file';
import type { StoredNumbers } from './stored-file';

/** HDF5's own library, with its memory. */
export type Hdf5Library = Awaited<typeof ready>;

/** Bytes of those that are read, by HDF5's class of their type: H5T_INTEGER, H5T_FLOAT. */
const numberBytes: readonly (readonly number[])[] = [
  [1, 2, 4, 8],
  [2, 4, 8],
];

/** Told before anything is read: texts, say, become an object each, millions of them from a few kilobytes. */
export function isOfNumbers({ metadata }: Dataset): boolean {
  return numberBytes[metadata.type]?.includes(metadata.size) === true;
}

/** The numbers of a variable, all or a block of them. Throws what the library throws at damage. */
export function hdf5Numbers(library: Hdf5Library, variable: Dataset, slab?: Slab): StoredNumbers {
  const { metadata } = variable;
  if (numberBytes[metadata.type] === numberBytes[1] && metadata.size === 2)
    return halfFloats(library, variable, slab);
  const value = slab
    ? variable.slice(slab.first.map((first, axis) => [first, first + slab.counts[axis]]))
    : variable.value;
  // A single number comes without its array, and nothing at all where the file says that there is nothing.
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as StoredNumbers;
  return Float64Array.from(value === null ? [] : [Number(value)]);
}

/** Numbers of 16 bits (IEEE 754 binary16), for which the library's JavaScript has no array. */
function halfFloats(
  library: Hdf5Library,
  { file_id, path, metadata }: Dataset,
  slab: Slab | undefined,
): Float32Array {
  const count = slab ? slab.counts.reduce((product, each) => product * each, 1) : metadata.total_size;
  const place = library._malloc(2 * count);
  if (place === 0) throw new RangeError(`it needs ${2 * count} bytes of memory, which are not there`);
  try {
    const [counts, first] = [slab?.counts, slab?.first].map((each) => each?.map(BigInt) ?? null);
    const strides = counts?.map(() => 1n) ?? null;
    library.get_dataset_data(file_id, path, counts, first, strides, BigInt(place));
    const halves = new Uint16Array(library.HEAPU8.slice(place, place + 2 * count).buffer);
    return Float32Array.from(halves, halfFloat);
  } finally {
    library._free(place);
  }
}

/** No numbers, in the array that those of a variable come in. */
export function noneOf({ metadata: { type, size, signed } }: Dataset): StoredNumbers {
  if (numberBytes[type] === numberBytes[1]) return size === 8 ? new Float64Array() : new Float32Array();
  const [whole, unsigned] = {
    1: [new Int8Array(), new Uint8Array()],
    2: [new Int16Array(), new Uint16Array()],
    4: [new Int32Array(), new Uint32Array()],
    8: [new BigInt64Array(), new BigUint64Array()],
  }[size as 1 | 2 | 4 | 8];
  return signed ? whole : unsigned;
}
