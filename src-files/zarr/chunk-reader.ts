import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import type { StoredNumbers } from '../netcdf/stored-file';
import { type Unpack, unpackerOf } from './codecs';
import { type ChunkNumbers, numbersOf } from './number-type';
import { UnknownCodec } from './unknown-codec';
import type { StoredArray } from './zarr-store';

/** Unpacked chunks that are kept of all arrays together: those that one step lies in are read again for the next. */
const mostKeptBytes = 128_000_000;
/** A chunk beyond that is no chunk, or damage. */
const mostChunkBytes = 2 ** 30;

/** Reads chunks of arrays from the disk, and keeps those that were asked for last. */
export class ChunkReader {
  readonly #kept = new Map<string, StoredNumbers>();
  #keptBytes = 0;

  /** @throws BadInputError where an array holds no numbers, or is packed with what is not here */
  of(array: StoredArray, where: string): ArrayChunks {
    const { type, chunks, codecs, folder, fileOf } = array;
    if (!type) throw new BadInputError(`data.variables: ${where} does not hold numbers.`);
    const unpack = unpackerFor(codecs, where);
    const size = chunks.reduce((product, length) => product * length, type.bytes);
    if (size > mostChunkBytes)
      throw new BadInputError(
        `${where} has chunks of ${size} bytes; write it with chunks of at most ${mostChunkBytes}.`,
      );
    return {
      isStored: (chunk) => isFile(join(folder, fileOf(chunk))),
      read: (chunk) => {
        const file = join(folder, fileOf(chunk));
        return this.#keptOr(file, () => chunkIn(file, { type, size, unpack }));
      },
    };
  }

  #keptOr(file: string, read: () => StoredNumbers | undefined): StoredNumbers | undefined {
    const found = this.#kept.get(file) ?? read();
    if (!found) return undefined;
    // The last one used stands last.
    if (!this.#kept.delete(file)) this.#keptBytes += found.byteLength;
    this.#kept.set(file, found);
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#keptBytes <= mostKeptBytes || oldest === file) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= byteLength;
    }
    return found;
  }
}

/** The chunks of one array, by their places in its grid of chunks. */
export interface ArrayChunks {
  isStored(chunk: readonly number[]): boolean;
  /**
   * Its numbers; undefined where the store has no such chunk.
   * @throws BadInputError naming the file where it is damaged
   */
  read(chunk: readonly number[]): StoredNumbers | undefined;
}

interface ChunkForm {
  readonly type: ChunkNumbers;
  /** Unpacked, in bytes. */
  readonly size: number;
  readonly unpack: Unpack;
}

function unpackerFor(codecs: StoredArray['codecs'], where: string): Unpack {
  try {
    return unpackerOf(codecs);
  } catch (error) {
    throw error instanceof UnknownCodec ? refusal(where, error) : error;
  }
}

function refusal(where: string, { codec }: UnknownCodec): BadInputError {
  return new BadInputError(
    `data.variables: ${where} is packed with ${codec}, which Parasample does not read; write it with gzip, zlib, zstd, lz4, or blosc of lz4, zlib or zstd.`,
  );
}

function chunkIn(file: string, { type, size, unpack }: ChunkForm): StoredNumbers | undefined {
  try {
    if (!isFile(file)) return undefined;
    const bytes = unpack(readFileSync(file), size);
    if (bytes.length !== size) throw new RangeError(`it holds ${bytes.length} bytes, a chunk has ${size}`);
    return numbersOf(bytes, type);
  } catch (error) {
    if (error instanceof UnknownCodec) throw refusal(file, error);
    const { code, message } = error as NodeJS.ErrnoException;
    const isOfDisk = code !== undefined && /^E[A-Z]+$/.test(code);
    throw new BadInputError(
      isOfDisk
        ? `${file} cannot be read: ${whyUnreadable(error)}.`
        : `${file} is a damaged chunk (${message}).`,
    );
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
