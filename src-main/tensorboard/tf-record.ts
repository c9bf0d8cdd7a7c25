import { BadInputError } from '../../src-shared/errors';
import { crc32c } from '../../src-shared/formats/crc32';

/**
 * TensorFlow's record files (https://www.tensorflow.org/tutorials/load_data/tfrecord): each record is its length in 8
 * bytes, a checksum of those, its bytes, a checksum of them; numbers little-endian.
 */

const lengthBytes = 8;
const sumBytes = 4;
const headBytes = lengthBytes + sumBytes;
const longestRecord = 64 * 1024 * 1024;

/** The last record of a file is not all there: its writer was ended, or still writes. */
export class CutOffError extends BadInputError {}

/** A record with its length and checksums around it. */
export function encodeRecord(record: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + record.length + sumBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, record.length, true);
  view.setUint32(lengthBytes, maskedSum(bytes.subarray(0, lengthBytes)), true);
  bytes.set(record, headBytes);
  view.setUint32(headBytes + record.length, maskedSum(record), true);
  return bytes;
}

/**
 * The records of a file that comes in pieces. Throws BadInputError, with `fileName` in front, at the first record that
 * is damaged, CutOffError behind the last that is whole where a part of another follows.
 */
export async function* decodeRecords(
  pieces: AsyncIterable<Uint8Array>,
  fileName: string,
): AsyncGenerator<Uint8Array> {
  let bytes = new Uint8Array(0);
  let count = 0;
  for await (const piece of pieces) {
    bytes = joined(bytes, piece);
    let at = 0;
    for (let end = endOfRecord(bytes, at); end <= bytes.length; end = endOfRecord(bytes, at)) {
      count += 1;
      yield recordIn(bytes.subarray(at, end), `${fileName}, record ${count}`);
      at = end;
    }
    bytes = bytes.slice(at);
  }
  if (bytes.length > 0) throw new CutOffError(`${fileName}, record ${count + 1}: it is cut off.`);
}

/** Infinity where not even its length is there. */
function endOfRecord(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < headBytes) return Number.POSITIVE_INFINITY;
  const length = Number(viewOf(bytes).getBigUint64(at, true));
  // A damaged length must not make the file wait for bytes that never come: its own checksum tells.
  return length > longestRecord || !hasWholeLength(bytes.subarray(at))
    ? at + headBytes
    : at + headBytes + length + sumBytes;
}

function recordIn(bytes: Uint8Array, where: string): Uint8Array {
  const view = viewOf(bytes);
  const end = bytes.length - sumBytes;
  const isWhole =
    end >= headBytes &&
    hasWholeLength(bytes) &&
    view.getUint32(end, true) === maskedSum(bytes.subarray(headBytes, end));
  if (isWhole) return bytes.subarray(headBytes, end);
  throw new BadInputError(`${where}: its checksum does not fit; the file is damaged or no TensorBoard file.`);
}

function hasWholeLength(record: Uint8Array): boolean {
  return viewOf(record).getUint32(lengthBytes, true) === maskedSum(record.subarray(0, lengthBytes));
}

/** Rotated and shifted, so that a checksum over data that holds checksums stays one. */
function maskedSum(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
