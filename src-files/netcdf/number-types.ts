import type { AttributeValue, StoredNumbers } from './stored-file';

/** Ranges of whole numbers, and what NetCDF fills variables with that nobody wrote (netcdf.h); bytes have none. */
interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly fill?: number;
}

const floatFill = 9.969209968386869e36;

function rangeOf(data: StoredNumbers): NumberRange | undefined {
  if (data instanceof Int8Array) return { least: -128, most: 127 };
  if (data instanceof Uint8Array) return { least: 0, most: 255 };
  if (data instanceof Int16Array) return { least: -32768, most: 32767, fill: -32767 };
  if (data instanceof Uint16Array) return { least: 0, most: 65535, fill: 65535 };
  if (data instanceof Int32Array) return { least: -(2 ** 31), most: 2 ** 31 - 1, fill: -2147483647 };
  if (data instanceof Uint32Array) return { least: 0, most: 2 ** 32 - 1, fill: 4294967295 };
  // As the nearest doubles, which their numbers become.
  if (data instanceof BigInt64Array) return { least: -(2 ** 63), most: 2 ** 63, fill: -(2 ** 63) };
  if (data instanceof BigUint64Array) return { least: 0, most: 2 ** 64, fill: 2 ** 64 };
  return undefined;
}

/** What stands where nothing was written, if the file does not say otherwise. */
export function defaultFill(data: StoredNumbers): number | undefined {
  if (data instanceof Float32Array || data instanceof Float64Array) return floatFill;
  return rangeOf(data)?.fill;
}

/**
 * What a number is in the type of a variable: the nearest of a floating type; undefined where a whole type does not have
 * it. Where the data are taken as unsigned, a negative one stands for the same bits.
 */
export function heldBy(value: number, data: StoredNumbers, stored: StoredNumbers): number | undefined {
  if (data instanceof Float64Array) return value;
  if (data instanceof Float32Array) return Math.fround(value);
  const range = rangeOf(data);
  if (!range || !Number.isInteger(value)) return undefined;
  const asStored = rangeOf(stored);
  if (data !== stored && asStored && value >= asStored.least && value < 0) return value + range.most + 1;
  return value >= range.least && value <= range.most ? value : undefined;
}

/** The same bits as NetCDF-3 stores unsigned numbers, which it has no types for: `_Unsigned` says so. */
export function unsignedView(data: StoredNumbers, unsigned: AttributeValue | undefined): StoredNumbers {
  if (typeof unsigned !== 'string' || unsigned.toLowerCase() !== 'true') return data;
  const { buffer, byteOffset, length } = data;
  if (data instanceof Int8Array) return new Uint8Array(buffer, byteOffset, length);
  if (data instanceof Int16Array) return new Uint16Array(buffer, byteOffset, length);
  if (data instanceof Int32Array) return new Uint32Array(buffer, byteOffset, length);
  if (data instanceof BigInt64Array) return new BigUint64Array(buffer, byteOffset, length);
  return data;
}
