import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';

/**
 * Checks values that are stored as runs, of equal ones or of bits beside each other
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/): hyparquet writes as many as a run says, and not
 * as many as there are. Throws an Error where they are not `count`.
 * @param width bits of a value
 */
export function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  let at = 0;
  let seen = 0;
  while (seen < count) {
    const { value: header, next } = variableNumber(bytes, at);
    const isPacked = (header & 1) === 1;
    const values = isPacked ? (header >>> 1) * 8 : header >>> 1;
    // Eights are filled up.
    if (values === 0 || values > count - seen + (isPacked ? 7 : 0))
      throw new RangeError('a page has runs of more values than it says');
    at = next + (isPacked ? (values / 8) * width : Math.ceil(width / 8));
    seen += values;
    if (width > 32 || at > bytes.length) throw new RangeError('a page ends before its values');
  }
}

/** How many of the marks are set; they have been checked. */
export function setMarks(bytes: Uint8Array, count: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marks = new Array<number>(count).fill(0);
  readRleBitPackedHybrid({ view, offset: 0 }, 1, marks, bytes.length);
  return marks.filter((mark) => mark === 1).length;
}

function variableNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = start; at < bytes.length && at < start + 5; at += 1) {
    value |= (bytes[at] & 0x7f) << (7 * (at - start));
    if (bytes[at] < 0x80) return { value: value >>> 0, next: at + 1 };
  }
  throw new RangeError('a page ends before its values');
}
