import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../run-export/run-record';
import { recordOf } from '../run-import/json-records';

/** What a look at a job's log found. */
export type LogLook =
  | { readonly kind: 'records'; readonly records: readonly RunRecord[] }
  /** There is none yet. */
  | { readonly kind: 'none' }
  /** What was read before is there no more: the file is gone, or shorter than that. */
  | { readonly kind: 'lost' };

/** So much is read at once. In bytes. */
const pieceBytes = 4_000_000;

/** A line of a log, and how many characters of the text it and all before it take. */
interface LogLine {
  readonly record: string;
  readonly end: number;
}

/**
 * Splits the text of a log that grows: a JSON list, one record a line, whose last line has its end only once another follows.
 * A line with zero bytes, which a network's file system shows where it has a file's length before its content, waits as well.
 * @returns the whole records, and how many characters of the text they take
 */
export function wholeRecords(text: string): { readonly lines: readonly LogLine[]; readonly taken: number } {
  const lines: LogLine[] = [];
  let taken = 0;
  for (const line of text.split('\n')) {
    const record = line.trim().replace(/,$/, '');
    const isNone = record === '' || record === '[' || record === ']';
    const isLast = taken + line.length >= text.length;
    if (line.includes('\0') || (isLast && !isNone && !isJson(record))) break;
    // What follows a last record is its comma and line's end: they come with the next.
    taken = Math.min(text.length, taken + line.length + 1);
    if (!isNone) lines.push({ record, end: taken });
  }
  return { lines, taken };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads what a job writes into its log, each record once. */
export class JobLog {
  readonly file: string;
  #position: number;

  /** @param position where to begin, in bytes */
  constructor(folder: string, position: number) {
    this.file = join(folder, 'run.json');
    this.#position = position;
  }

  /**
   * What came since the last look. Throws BadInputError for a line that is no record, once: what stands before it is told
   * first, and what follows it with the next look.
   */
  async look(): Promise<LogLook> {
    const handle = await open(this.file, 'r').catch(() => undefined);
    if (!handle) return { kind: this.#position > 0 ? 'lost' : 'none' };
    try {
      const { size } = await handle.stat();
      if (size < this.#position) return { kind: 'lost' };
      return { kind: 'records', records: await this.#read(handle, size) };
    } finally {
      await handle.close();
    }
  }

  async #read(handle: Awaited<ReturnType<typeof open>>, size: number): Promise<readonly RunRecord[]> {
    const records: RunRecord[] = [];
    for (let bytes = pieceBytes; this.#position < size; ) {
      const want = Math.min(bytes, size - this.#position);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(want), 0, want, this.#position);
      const { lines, taken } = wholeRecords(buffer.toString('latin1', 0, bytesRead));
      if (lines.length === 0 && taken === 0) {
        if (want === size - this.#position) break;
        bytes *= 2;
        continue;
      }
      // Python's json writes ASCII alone: a character is a byte.
      if (!this.#take(lines, taken, records)) break;
      bytes = pieceBytes;
    }
    return records;
  }

  /** Adds the records of these lines. Returns whether that was all of them: what is none is told with the next look. */
  #take(lines: readonly LogLine[], taken: number, records: RunRecord[]): boolean {
    const start = this.#position;
    for (const { record, end } of lines) {
      const found = recordOrProblem(record, this.file);
      if (found instanceof Error && records.length > 0) return false;
      this.#position = start + end;
      if (found instanceof Error) throw found;
      records.push(found);
    }
    this.#position = start + taken;
    return true;
  }
}

function recordOrProblem(text: string, file: string): RunRecord | Error {
  try {
    return recordOf(text, file);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
