/** How one kind of number lies in a safetensors file, little-endian. */
interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

/**
 * The format's types whose values are single numbers of whole bytes
 * (https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs, `Dtype`).
 */
const numberTypes: Readonly<Record<string, NumberType>> = {
  BOOL: { bytes: 1, read: (view, at) => view.getUint8(at) },
  U8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  I8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  U16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  I16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  F16: { bytes: 2, read: (view, at) => halfOf(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => brainFloatOf(view.getUint16(at, true)) },
  U32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  I32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  U64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  I64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

export const readableTypes: readonly string[] = Object.keys(numberTypes);

/** How many bytes a value of this type takes; undefined for a type that is not read. */
export function bytesOfType(type: string): number | undefined {
  return Object.hasOwn(numberTypes, type) ? numberTypes[type]?.bytes : undefined;
}

/**
 * `count` values of a readable type as 32-bit floats, the nearest where they have more digits. A copy, so that the
 * file's bytes can be let go and need not be aligned. Every machine here is little-endian.
 */
export function readValues(view: DataView, type: string, position: number, count: number): Float32Array {
  if (type === 'F32') {
    const from = view.byteOffset + position;
    return new Float32Array(view.buffer.slice(from, from + count * 4));
  }
  const { bytes, read } = numberTypes[type] as NumberType;
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 1) values[index] = read(view, position + index * bytes);
  return values;
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a binary32. */
function brainFloatOf(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
