import { BadInputError } from '../../src-shared/errors';

/** One field of a message: an integer or 64 bits as a number, or the bytes of a text, message or packed list. */
export interface ProtobufField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/**
 * The fields of a message in Protocol Buffers' wire format, in their order. Integers above 2^53 lose digits. Throws
 * BadInputError where the bytes are no whole message.
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
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = bytes[take(1)];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
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
