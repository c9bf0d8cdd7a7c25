import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import type { StoredNumbers } from '../netcdf/stored-file';
import { type Unpack, unpackerOf } from './codecs';
import { type ChunkNumbers, numbersOf } from './number-type';
import { ShardFiles } from './shard';
import { UnknownCodec } from './unknown-codec';
import type { StoredArray } from './zarr-store';

/** Unpacked chunks that are kept of all arrays together: those that one step lies in are read again for the next. */
const mostKeptBytes = 128_000_000;
/** For one step all of a chunk is unpacked, beside the packed one and that of another variable. */
const mostChunkBytes = 2 ** 28;

/** Reads chunks of arrays from the disk, and keeps those that were asked for last. */
export class ChunkReader {
  readonly #kept = new Map<string, StoredNumbers>();
  #keptBytes = 0;

  /** @throws BadInputError where an array holds no numbers, or is packed with what is not here */
  of(array: StoredArray, where: string): ArrayChunks {
    const { type, chunks, codecs, folder, fileOf, shards } = array;
    if (!type) throw new BadInputError(`data.variables: ${where} does not hold numbers.`);
    const unpack = unpackerFor(codecs, where);
    const inShards = shards && new ShardFiles(shards);
    const size = chunks.reduce((product, length) => product * length, type.bytes);
    if (size > mostChunkBytes)
      throw new BadInputError(
        `${where} has chunks of ${size} bytes, all of which is unpacked for each step in it; write it with chunks of at most ${mostChunkBytes}, so of fewer steps (xarray: chunk(time=…), then to_zarr).`,
      );
    return {
      bytes: (chunk) => {
        const file = join(folder, fileOf(chunk));
        const whole = bytesOf(file);
        return whole === undefined || !inShards ? whole : readable(file, () => inShards.bytes(file, chunk));
      },
      read: (chunk) => {
        const file = join(folder, fileOf(chunk));
        const form = { type, size, unpack };
        return inShards
          ? this.#keptOr(`${file} ${chunk}`, () => chunkIn(file, form, () => inShards.chunk(file, chunk)))
          : this.#keptOr(file, () => chunkIn(file, form, () => readFileSync(file)));
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
  /** As they are stored; undefined where the store has no such chunk. */
  bytes(chunk: readonly number[]): number | undefined;
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

function chunkIn(
  file: string,
  { type, size, unpack }: ChunkForm,
  packed: () => Uint8Array | undefined,
): StoredNumbers | undefined {
  return readable(file, () => {
    const stored = bytesOf(file) === undefined ? undefined : packed();
    if (!stored) return undefined;
    const bytes = unpack(stored, size);
    if (bytes.length !== size) throw new RangeError(`it holds ${bytes.length} bytes, a chunk has ${size}`);
    return numbersOf(bytes, type);
  });
}

/** Whatever is wrong with a chunk as a sentence that names its file. */
function readable<Value>(file: string, read: () => Value): Value {
  try {
    return read();
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

function bytesOf(file: string): number | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
}
