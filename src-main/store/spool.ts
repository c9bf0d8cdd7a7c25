import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder';
import { encodeLine, type NumberedBatches, readLines } from './spool-lines';

/** Taken from the disk in advance, so that metrics find room on one that has become full. */
const reservedBytes = 4_000_000;

/**
 * Batches that the database does not take, in a file until it does. What `append` has taken is on the disk. The file
 * is made by `reserve`, or where the first batch needs it.
 */
export class Spool {
  readonly file: string;
  #handle: number | undefined;
  #reserved = 0;
  #end = 0;
  #next = 0;
  readonly #folder: string;

  /** @param writer names the process that writes it, and with it the file */
  constructor(
    folder: string,
    readonly writer: string,
  ) {
    this.#folder = folder;

    this.file = join(folder, `${writer}${spoolEnding}`);
  }

  get isEmpty(): boolean {
    return this.#next === this.#end;
  }

  /** Takes room from the disk. A disk that has none left is no error here. */
  reserve(): void {
    if (this.#reserved > 0 || !this.isEmpty) return;
    try {
      const handle = this.#open();
      writeAll(handle, Buffer.alloc(reservedBytes), 0);
      fsyncSync(handle);
      this.#reserved = reservedBytes;
    } catch {
      // Some room is worse than none: it could be the database's last.
      this.#emptyFile();
    }
  }

  /** Adds batches at the end. Throws the disk's error, with nothing added, where it refuses. */
  append(batches: NumberedBatches): void {
    const line = encodeLine(batches);
    const handle = this.#openWhereItIs();
    writeAll(handle, line, this.#end);
    fdatasyncSync(handle);
    this.#end += line.length;
  }

  /** The oldest batches, at most so many, and what `drop` needs to know of them. */
  oldest(most: number): { readonly lines: readonly NumberedBatches[]; readonly next: number } {
    return readLines(this.#open(), this.#next, this.#end, most);
  }

  /** Forgets what is stored by now. */
  drop({ next }: { readonly next: number }): void {
    this.#next = next;
    if (this.isEmpty) this.#clear();
  }

  /** Gives the room back. What is not stored stays for the process that finds the file. */
  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
    if (this.isEmpty) rmSync(this.file, { force: true });
  }

  #clear(): void {
    const used = Math.min(this.#end, this.#reserved);
    this.#next = 0;
    this.#end = 0;
    this.#emptyFile(used);
  }

  /** Old lines that stay are known by their numbers: a disk that refuses this too does no harm. */
  #emptyFile(used = 0): void {
    if (this.#handle === undefined) return;
    try {
      ftruncateSync(this.#handle, this.#reserved);
      writeAll(this.#handle, Buffer.alloc(used), 0);
    } catch {
      return;
    }
  }

  /** Who took this process for gone has stored what is in its file, and removed that: nobody would find what is added to it. */
  #openWhereItIs(): number {
    const old = this.#handle;
    if (old === undefined || existsSync(this.file)) return this.#open();
    const rest = readWhereItCan(old, this.#next, this.#end);
    makeFolder(this.#folder);
    const handle = openSync(this.file, 'w+');
    try {
      // What is stored already is known by its number.
      writeAll(handle, rest, 0);
    } catch (error) {
      closeSync(handle);
      rmSync(this.file, { force: true });
      throw error;
    }
    closeSync(old);
    this.#handle = handle;
    this.#reserved = 0;
    this.#next = 0;
    this.#end = rest.length;
    return handle;
  }

  #open(): number {
    if (this.#handle === undefined) {
      makeFolder(this.#folder);
      this.#handle = openSync(this.file, 'w+');
    }
    return this.#handle;
  }
}

export const spoolEnding = '.spool';

/** Nothing where the disk has forgotten a file that was removed, as one over a network does. */
function readWhereItCan(handle: number, from: number, to: number): Buffer {
  try {
    const bytes = Buffer.alloc(to - from);
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, from));
  } catch {
    return Buffer.alloc(0);
  }
}

function writeAll(handle: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(handle, bytes, done, bytes.length - done, position + done);
}
