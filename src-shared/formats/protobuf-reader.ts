import { BadInputError } from '../errors';

/** One field of a message: an integer or 64 bits as a number, or the bytes of a text, message or packed list. */
export interface ProtobufField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/**
 * The fields of a message in Protocol Buffers' wire format, in their order. Integers are read as int64, and lose digits
 * above 2^53. Throws BadInputError where the bytes are no whole message.
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): number => {
    const start = at;
    at += length;
    if (at <= bytes.length) return start;
    throw new BadInputError('A message ends before its last field does.');
  };
  const varint = (): number => {
    const start = at;
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = bytes[take(1)];
      value += (byte & 127) * scale;
      if (byte < 128) return value < 2 ** 53 ? value : signedOf(bytes.subarray(start, at));
    }
    throw new BadInputError('A message holds a number of more than 64 bits.');
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        yield { field, value: varint() };
        break;
      case 1:
        yield { field, value: view.getFloat64(take(8), true) };
        break;
      case 2: {
        const length = varint();
        const start = take(length);
        yield { field, value: bytes.subarray(start, start + length) };
        break;
      }
      case 5:
        yield { field, value: view.getFloat32(take(4), true) };
        break;
      default:
        throw new BadInputError('A message holds a field of no known kind.');
    }
  }
}

/** The packed integers of a repeated field, read as int64. Throws BadInputError where the last of them is cut off. */
export function packedInts(bytes: Uint8Array): readonly number[] {
  const values: number[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] >= 128) continue;
    values.push(signedOf(bytes.subarray(start, at + 1)));
    start = at + 1;
  }
  if (start < bytes.length) throw new BadInputError('A message ends before its last number does.');
  return values;
}

/** What the bytes of one varint say as int64: negative numbers are a 64-bit two's complement. */
function signedOf(bytes: Uint8Array): number {
  if (bytes.length <= 7) return bytes.reduceRight((value, byte) => value * 128 + (byte & 127), 0);
  const value = bytes.reduceRight((sum, byte) => (sum << 7n) | BigInt(byte & 127), 0n);
  return Number(BigInt.asIntN(64, value));
}
