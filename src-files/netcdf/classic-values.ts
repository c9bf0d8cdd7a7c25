import type { StoredNumbers } from './stored-file';

/** Where numbers lie: in `records` parts of `ofRecord` each, `recordStep` bytes from one part to the next. */
export interface NumbersPlace {
  /** Of the first, in bytes. */
  readonly begin: number;
  readonly ofRecord: number;
  readonly records: number;
  readonly recordStep: number;
}

export function inOnePart(begin: number, numbers: number): NumbersPlace {
  return { begin, ofRecord: numbers, records: 1, recordStep: 0 };
}

/** A type of the classic formats. */
export interface NumberType {
  readonly bytes: number;
  readonly readAll: (view: DataView, place: NumbersPlace) => StoredNumbers;
}

function numberType<Value, Values extends StoredNumbers & { [index: number]: Value }>(
  bytes: number,
  make: (length: number) => Values,
  read: (view: DataView, at: number) => Value,
): NumberType {
  const readAll = (view: DataView, { begin, ofRecord, records, recordStep }: NumbersPlace) => {
    const numbers = make(records * ofRecord);
    for (let index = 0; index < numbers.length; index += 1) {
      const record = Math.floor(index / ofRecord);
      const value = read(view, begin + record * recordStep + (index - record * ofRecord) * bytes);
      (numbers as { [index: number]: Value })[index] = value;
    }
    return numbers;
  };
  return { bytes, readAll };
}

/** By their numbers in the format (2 is text); 7 to 11 are of version 5. All are big-endian. */
export const numberTypes: Readonly<Record<number, NumberType>> = {
  1: numberType(
    1,
    (length) => new Int8Array(length),
    (view, at) => view.getInt8(at),
  ),
  3: numberType(
    2,
    (length) => new Int16Array(length),
    (view, at) => view.getInt16(at),
  ),
  4: numberType(
    4,
    (length) => new Int32Array(length),
    (view, at) => view.getInt32(at),
  ),
  5: numberType(
    4,
    (length) => new Float32Array(length),
    (view, at) => view.getFloat32(at),
  ),
  6: numberType(
    8,
    (length) => new Float64Array(length),
    (view, at) => view.getFloat64(at),
  ),
  7: numberType(
    1,
    (length) => new Uint8Array(length),
    (view, at) => view.getUint8(at),
  ),
  8: numberType(
    2,
    (length) => new Uint16Array(length),
    (view, at) => view.getUint16(at),
  ),
  9: numberType(
    4,
    (length) => new Uint32Array(length),
    (view, at) => view.getUint32(at),
  ),
  10: numberType(
    8,
    (length) => new BigInt64Array(length),
    (view, at) => view.getBigInt64(at),
  ),
  11: numberType(
    8,
    (length) => new BigUint64Array(length),
    (view, at) => view.getBigUint64(at),
  ),
};

/** Reads numbers in as much memory as they have bytes. Throws RangeError where they lie outside of the file. */
export function readNumbers(bytes: Uint8Array, type: NumberType, place: NumbersPlace): StoredNumbers {
  if (place.records * place.ofRecord * type.bytes > bytes.length)
    throw new RangeError('its header promises more data than the file has bytes');
  return type.readAll(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), place);
}
