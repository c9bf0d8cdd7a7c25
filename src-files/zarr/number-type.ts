import { halfFloat } from '../netcdf/half-float';
import type { StoredNumbers } from '../netcdf/stored-file';

/** A type of numbers in chunks. */
export interface ChunkNumbers {
  readonly bytes: number;
  readonly isBig: boolean;
  /** Of bytes in the order of this machine. */
  readonly view: (buffer: ArrayBuffer) => StoredNumbers;
}

const views: Readonly<Record<string, ChunkNumbers['view']>> = {
  i1: (buffer) => new Int8Array(buffer),
  u1: (buffer) => new Uint8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  i8: (buffer) => new BigInt64Array(buffer),
  u8: (buffer) => new BigUint64Array(buffer),
  f2: (buffer) => Float32Array.from(new Uint16Array(buffer), halfFloat),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
};

/** Of version 3, by those of version 2. */
const names: Readonly<Record<string, string>> = {
  int8: 'i1',
  uint8: 'u1',
  int16: 'i2',
  uint16: 'u2',
  int32: 'i4',
  uint32: 'u4',
  int64: 'i8',
  uint64: 'u8',
  float16: 'f2',
  float32: 'f4',
  float64: 'f8',
};

/** `<f4` of version 2; undefined where it is no type of numbers. */
export function typeOfVersion2(dtype: unknown): ChunkNumbers | undefined {
  const [, order, kind] = /^([<>|])([iuf]\d)$/.exec(typeof dtype === 'string' ? dtype : '') ?? [];
  return kind === undefined ? undefined : typeNamed(kind, order === '>');
}

/** `float32` of version 3; undefined where it is no type of numbers. */
export function typeOfVersion3(name: unknown, isBig: boolean): ChunkNumbers | undefined {
  return typeof name === 'string' && Object.hasOwn(names, name) ? typeNamed(names[name], isBig) : undefined;
}

function typeNamed(kind: string, isBig: boolean): ChunkNumbers | undefined {
  if (!Object.hasOwn(views, kind)) return undefined;
  return { bytes: Number(kind.slice(1)), isBig, view: views[kind] };
}

/** The numbers of a chunk; in the bytes themselves, where these are all of their buffer. */
export function numbersOf(bytes: Uint8Array, { bytes: size, isBig, view }: ChunkNumbers): StoredNumbers {
  const own = isAlone(bytes) ? bytes : Uint8Array.from(bytes);
  if (isBig && size > 1) for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  return view(own.buffer);
}

/** Whether they are all of a buffer of their own. */
function isAlone(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
}
