/**
 * The bytes of NumPy's `.npy` format (version 1.0) for an array of bytes: magic number, length of the header, the header
 * as a Python literal padded to a multiple of 64, then the values row by row.
 */
export function encodeByteArray(values: Uint8Array, shape: readonly number[]): Uint8Array {
  const prefixBytes = 10;
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const literal = `{'descr': '|u1', 'fortran_order': False, 'shape': (${sides}), }`;
  const headerBytes = Math.ceil((prefixBytes + literal.length + 1) / 64) * 64 - prefixBytes;
  const header = `\x93NUMPY\x01\x00${' '.repeat(2)}${literal.padEnd(headerBytes - 1)}\n`;
  const bytes = new Uint8Array(header.length + values.length);
  bytes.set(Buffer.from(header, 'latin1'));
  new DataView(bytes.buffer).setUint16(8, headerBytes, true);
  bytes.set(values, header.length);
  return bytes;
}
