import { BadInputError } from '../../src-shared/errors';
import { Message } from './message';
import type { OnnxKind, OnnxTensor } from './network-file';

/** Bytes of a part of a file beside the network's, which holds its numbers. */
export type ExternalBytes = (location: string, offset: number, length: number) => Uint8Array;

interface TensorParts {
  readonly shape: readonly number[];
  readonly type: number;
  readonly name: string;
  readonly raw?: Uint8Array;
  /** Numbers that stand in lists. */
  readonly listed: readonly number[];
  readonly external?: ReadonlyMap<string, string>;
}

interface NumberType {
  readonly kind: OnnxKind;
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

/** By their numbers in onnx.proto. */
const types: Readonly<Record<number, NumberType>> = {
  1: { kind: 'float', bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  2: { kind: 'int', bytes: 1, read: (view, at) => view.getUint8(at) },
  3: { kind: 'int', bytes: 1, read: (view, at) => view.getInt8(at) },
  4: { kind: 'int', bytes: 2, read: (view, at) => view.getUint16(at, true) },
  5: { kind: 'int', bytes: 2, read: (view, at) => view.getInt16(at, true) },
  6: { kind: 'int', bytes: 4, read: (view, at) => view.getInt32(at, true) },
  7: { kind: 'int', bytes: 8, read: (view, at) => clamped(view.getBigInt64(at, true)) },
  9: { kind: 'bool', bytes: 1, read: (view, at) => view.getUint8(at) },
  10: { kind: 'float', bytes: 2, read: (view, at) => halfOf(view.getUint16(at, true)) },
  11: { kind: 'float', bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  12: { kind: 'int', bytes: 4, read: (view, at) => view.getUint32(at, true) },
  13: { kind: 'int', bytes: 8, read: (view, at) => clamped(view.getBigUint64(at, true)) },
  16: { kind: 'float', bytes: 2, read: (view, at) => bfloat16Of(view.getUint16(at, true)) },
};

/** No device here holds more in one tensor. */
const mostElements = 2 ** 31 - 1;

/**
 * A tensor of an ONNX file. Its numbers are checked to be there, and are read only when they are asked for.
 * @throws BadInputError where they are not, are too many, or of no kind that is known
 */
export function decodeTensor(
  bytes: Uint8Array,
  external: ExternalBytes,
): { readonly name: string; readonly tensor: OnnxTensor } {
  const parts = partsOf(bytes);
  const { name, shape } = parts;
  const called = name === '' ? 'A tensor' : name;
  const type = types[parts.type];
  if (!type) throw new BadInputError(`${called} holds numbers of a kind that is not known (${parts.type}).`);
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.some((length) => length < 0) || !(size <= mostElements))
    throw new BadInputError(`${called} has the shape [${shape.join(', ')}], which no device can hold.`);
  const raw = rawBytes(parts, size * type.bytes, external);
  const given = raw ? raw.length / type.bytes : parts.listed.length;
  if (given !== size)
    throw new BadInputError(
      `${called} has ${given} numbers where its shape [${shape.join(', ')}] asks for ${size}.`,
    );
  const values = () => (raw ? rawValues(raw, type, size) : listedValues(parts, type));
  return { name, tensor: { kind: type.kind, shape, values } };
}

function partsOf(bytes: Uint8Array): TensorParts {
  const message = new Message(bytes);
  const raw = message.bytes(9);
  return {
    shape: message.ints(1),
    type: message.number(2),
    name: message.text(8),
    listed: [
      message.floats(4),
      message.ints(5),
      message.ints(7),
      message.doubles(10),
      message.ints(11),
    ].flat(),
    ...(raw ? { raw } : {}),
    ...(message.number(14) === 1 ? { external: message.entries(13) } : {}),
  };
}

function rawBytes(
  { raw, external, name }: TensorParts,
  length: number,
  bytesOf: ExternalBytes,
): Uint8Array | undefined {
  if (!external) return raw;
  const location = external.get('location');
  if (location === undefined) throw new BadInputError(`${name} lies in another file, which is not named.`);
  return bytesOf(location, Number(external.get('offset') ?? 0), Number(external.get('length') ?? length));
}

function rawValues(raw: Uint8Array, type: NumberType, size: number): Float32Array | Int32Array {
  // As it lies in memory here; a copy, since numbers of a file may begin anywhere.
  if (type.kind === 'float' && type.bytes === 4) return new Float32Array(new Uint8Array(raw).buffer);
  const values = emptyValues(type, size);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  for (let at = 0; at < size; at += 1) values[at] = type.read(view, at * type.bytes);
  return values;
}

/** Half floats stand in lists by their bits. */
function listedValues({ listed, type: number }: TensorParts, type: NumberType): Float32Array | Int32Array {
  const values = emptyValues(type, listed.length);
  const fromBits = number === 10 ? halfOf : number === 16 ? bfloat16Of : (value: number) => value;
  listed.forEach((value, at) => {
    values[at] = type.kind === 'float' ? fromBits(value) : clamped(value);
  });
  return values;
}

function emptyValues({ kind }: NumberType, size: number): Float32Array | Int32Array {
  return kind === 'float' ? new Float32Array(size) : new Int32Array(size);
}

/** Exporters write the largest int64 for "to the end"; nothing here is longer than what 32 bits count. */
function clamped(value: number | bigint): number {
  return Math.min(Math.max(Number(value), -(2 ** 31)), 2 ** 31 - 1);
}

/** IEEE 754 binary16. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bfloat16Of(bits: number): number {
  return new Float32Array(Uint32Array.of((bits << 16) >>> 0).buffer)[0];
}
