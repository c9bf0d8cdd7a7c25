import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Shards } from './array-metadata';
import { withoutCrc32c } from './crc32c';

/** What a shard's index has for a chunk that is not stored, offset and length alike. */
const notStored = 2n ** 64n - 1n;
/** Indices that are kept: steps that follow each other lie in the same shards. */
const mostIndices = 256;
const mostIndexBytes = 16_000_000;

interface ShardIndex {
  readonly entries: DataView;
  /** Of the shard's file. */
  readonly size: number;
}

/** The shards of an array. https://zarr-specs.readthedocs.io/en/latest/v3/codecs/sharding-indexed/index.html */
export class ShardFiles {
  /** The one used last stands last. */
  readonly #indices = new Map<string, ShardIndex>();

  constructor(readonly shards: Shards) {}

  /**
   * The bytes of a chunk as they are stored, undefined where its shard has none.
   * @param chunk its place among all chunks of the array
   * @throws RangeError where the index is damaged or points out of the file, and what the disk throws
   */
  chunk(file: string, chunk: readonly number[]): Uint8Array | undefined {
    const place = this.#placeIn(file, chunk);
    return place && opened(file, (handle) => bytesAt(handle, place.offset, place.length));
  }

  /** How many bytes it has as it is stored; undefined where there is none. */
  bytes(file: string, chunk: readonly number[]): number | undefined {
    return this.#placeIn(file, chunk)?.length;
  }

  #placeIn(
    file: string,
    chunk: readonly number[],
  ): { readonly offset: number; readonly length: number } | undefined {
    const { grid } = this.shards;
    const at = chunk.reduce((sum, place, axis) => sum * grid[axis] + (place % grid[axis]), 0);
    const { entries, size } = this.#indexOf(file);
    const [offset, length] = [entries.getBigUint64(16 * at, true), entries.getBigUint64(16 * at + 8, true)];
    if (offset === notStored && length === notStored) return undefined;
    if (offset + length > BigInt(size)) throw new RangeError(`its index points beyond its ${size} bytes`);
    return { offset: Number(offset), length: Number(length) };
  }

  #indexOf(file: string): ShardIndex {
    const index = this.#indices.get(file) ?? opened(file, (handle) => readIndex(handle, this.shards));
    this.#indices.delete(file);
    this.#indices.set(file, index);
    const most = Math.max(1, Math.min(mostIndices, Math.floor(mostIndexBytes / this.shards.indexBytes)));
    for (const oldest of this.#indices.keys()) {
      if (this.#indices.size <= most) break;
      this.#indices.delete(oldest);
    }
    return index;
  }
}

function readIndex(handle: number, { indexBytes, isChecked, indexIsAt }: Shards): ShardIndex {
  const { size } = fstatSync(handle);
  if (size < indexBytes) throw new RangeError(`it holds ${size} bytes, its index has ${indexBytes}`);
  const stored = bytesAt(handle, indexIsAt === 'end' ? size - indexBytes : 0, indexBytes);
  const index = isChecked ? withoutCrc32c(stored, 'its index') : stored;
  return { entries: new DataView(index.buffer, index.byteOffset, index.length), size };
}

function opened<Value>(file: string, read: (handle: number) => Value): Value {
  const handle = openSync(file, 'r');
  try {
    return read(handle);
  } finally {
    closeSync(handle);
  }
}

function bytesAt(handle: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  if (readSync(handle, bytes, 0, length, offset) !== length) throw new RangeError('it ends too early');
  return bytes;
}
