/** Where the numbers of a variable lie in a file of NetCDF version 3. */
export interface StoredNumbers {
  /** The format's name of it, as `short`. */
  readonly type: string;
  /** Of the first, in bytes. */
  readonly offset: number;
  /** Parts in which they lie, and how many numbers are in each. */
  readonly records: number;
  readonly ofRecord: number;
  /** From one part to the next, in bytes. */
  readonly recordStep: number;
}

interface NumberType {
  readonly bytes: number;
  readonly make: (length: number) => Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
  readonly read: (view: DataView, at: number) => number;
}

/** All are big-endian (https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html). */
const types: Readonly<Record<string, NumberType>> = {
  byte: { bytes: 1, make: (length) => new Int8Array(length), read: (view, at) => view.getInt8(at) },
  short: { bytes: 2, make: (length) => new Int16Array(length), read: (view, at) => view.getInt16(at) },
  int: { bytes: 4, make: (length) => new Int32Array(length), read: (view, at) => view.getInt32(at) },
  float: { bytes: 4, make: (length) => new Float32Array(length), read: (view, at) => view.getFloat32(at) },
  double: { bytes: 8, make: (length) => new Float64Array(length), read: (view, at) => view.getFloat64(at) },
};

/**
 * Reads a variable's numbers, in as much memory as they have bytes. Throws RangeError where they lie outside of the file
 * or are of no type of numbers.
 */
export function storedNumbers(bytes: Uint8Array, place: StoredNumbers): ArrayLike<number> {
  const { type, offset, records, ofRecord, recordStep } = place;
  const kind = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!kind) throw new RangeError(`it has values of the unknown type ${type}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (records * ofRecord * kind.bytes > bytes.length)
    throw new RangeError('its header promises more data than the file has bytes');
  const numbers = kind.make(records * ofRecord);
  for (let record = 0, index = 0; record < records; record += 1) {
    const start = offset + record * recordStep;
    for (let at = 0; at < ofRecord; at += 1, index += 1)
      numbers[index] = kind.read(view, start + at * kind.bytes);
  }
  return numbers;
}
