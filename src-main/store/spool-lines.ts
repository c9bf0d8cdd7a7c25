import { readSync } from 'node:fs';
import { crc32 } from '../../src-shared/formats/crc32';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';
import type { RunBatch } from './run-changes';

/** What was to be stored at one tick; each process counts its own from 1. */
export interface NumberedBatches {
  readonly number: number;
  readonly batches: readonly RunBatch[];
}

const newline = 10;
const chunkBytes = 1 << 20;

/** The batches as one line: their checksum (CRC-32, hexadecimal), a blank and JSON. */
export function encodeLine(batches: NumberedBatches): Buffer {
  const text = Buffer.from(encodeMessage(batches));
  return Buffer.concat([Buffer.from(`${checksum(text)} `), text, Buffer.from('\n')]);
}

/** The batches of a line without its end; undefined where the line is torn or damaged. */
export function decodeLine(line: Buffer): NumberedBatches | undefined {
  const text = line.subarray(9);
  if (line.toString('latin1', 0, 8) !== checksum(text)) return undefined;
  return decodeMessage(text.toString('utf8')) as NumberedBatches;
}

/**
 * Reads at most so many whole lines of an open file between two bytes, and says where the next one begins. Torn and
 * damaged lines are passed over.
 */
export function readLines(
  handle: number,
  from: number,
  to: number,
  most: number,
): { readonly lines: readonly NumberedBatches[]; readonly next: number } {
  const lines: NumberedBatches[] = [];
  const chunk = Buffer.alloc(chunkBytes);
  let rest = Buffer.alloc(0);
  let next = from;
  for (let position = from; lines.length < most && position < to; ) {
    const count = readSync(handle, chunk, 0, Math.min(chunkBytes, to - position), position);
    if (count === 0) break;
    position += count;
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let end = rest.indexOf(newline); end >= 0 && lines.length < most; end = rest.indexOf(newline)) {
      const line = decodeLine(rest.subarray(0, end));
      if (line) lines.push(line);
      rest = rest.subarray(end + 1);
      next += end + 1;
    }
  }
  // Fewer than wanted: what is left is no whole line.
  return { lines, next: lines.length < most ? to : next };
}

function checksum(text: Buffer): string {
  return crc32(text).toString(16).padStart(8, '0');
}
