/** NumPy's array files (numpy.lib.format, version 1.0): a header as a Python dictionary, then the values. */

const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
/** Values begin at a multiple of this many bytes. */
const alignment = 64;

export function encodeFloats(shape: readonly number[], values: Float32Array): Uint8Array {
  return encode('<f4', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function encodeDoubles(shape: readonly number[], values: Float64Array): Uint8Array {
  return encode('<f8', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function encodeIndices(shape: readonly number[], values: Uint32Array): Uint8Array {
  return encode('<u4', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function encodeBytes(shape: readonly number[], values: Uint8Array): Uint8Array {
  return encode('|u1', shape, values);
}

/** Texts, each of four bytes a character and filled up with zeros; `shape` is [] for one alone. */
export function encodeTexts(shape: readonly number[], texts: readonly string[]): Uint8Array {
  const characters = texts.map((text) => Uint32Array.from(text, (one) => one.codePointAt(0) ?? 0));
  const longest = Math.max(1, ...characters.map(({ length }) => length));
  const all = new Uint32Array(longest * texts.length);
  characters.forEach((one, index) => {
    all.set(one, index * longest);
  });
  return encode(`<U${longest}`, shape, new Uint8Array(all.buffer));
}

function encode(type: string, shape: readonly number[], values: Uint8Array): Uint8Array {
  const sides = shape.map((side) => `${side},`).join(' ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sides}), }`;
  const before = magic.length + 2;
  const whole = Math.ceil((before + text.length + 1) / alignment) * alignment;
  const header = new TextEncoder().encode(`${text.padEnd(whole - before - 1)}\n`);
  const bytes = new Uint8Array(whole + values.length);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint16(magic.length, header.length, true);
  bytes.set(header, before);
  bytes.set(values, whole);
  return bytes;
}
