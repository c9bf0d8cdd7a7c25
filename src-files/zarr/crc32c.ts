/** Castagnoli's polynomial, its bits turned round. */
const polynomial = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value;
});

/** The checksum CRC-32C (RFC 3720, appendix B.4). */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) sum = table[(sum ^ bytes[at]) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/**
 * What stands in front of its checksum, in the last four bytes.
 * @throws RangeError where the checksum is not that of the content
 */
export function withoutCrc32c(bytes: Uint8Array, what = 'it'): Uint8Array {
  if (bytes.length < 4) throw new RangeError(`${what} is shorter than its checksum`);
  const content = bytes.subarray(0, bytes.length - 4);
  const told = new DataView(bytes.buffer, bytes.byteOffset + content.length, 4).getUint32(0, true);
  if (crc32c(content) === told) return content;
  throw new RangeError(`${what} has the checksum (crc32c) of another content`);
}
