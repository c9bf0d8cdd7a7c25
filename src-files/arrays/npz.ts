import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { BadInputError } from '../../src-shared/errors';
import { mostHeaderBytes, npyHeader } from './npy';
import type { StoredArray } from './stored-array';

/** The zip format (PKWARE's APPNOTE 6.3): a directory at its end, whose last record is of 22 bytes and a comment. */
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const mostComment = 65_535;
const entryBytes = 46;
const localBytes = 30;
/** What stands for a number that needs 64 bits and stands elsewhere. */
const elsewhere = 0xffffffff;
/** Deflate makes nothing smaller than this many times (https://zlib.net/zlib_tech.html). */
const mostInflated = 1032;
/** What is compressed is unpacked as a whole. */
const mostUnpacked = 4e9;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** The arrays of a NPZ file by name. What is not compressed stays in the file. @throws BadInputError naming the file */
export function npzArrays(file: string, wanted: (name: string) => boolean): ReadonlyMap<string, StoredArray> {
  return reading(file, (read, size) => {
    const named = directoryOf(read, size, file).flatMap((entry) => {
      const name = entry.name.replace(/\.npy$/, '');
      return wanted(name) ? [[name, arrayOf(entry, read, file)] as const] : [];
    });
    return new Map(named);
  });
}

/** What is in a zip archive, in its order. @throws BadInputError where it is cut off */
export function zipNames(file: string): readonly string[] {
  return reading(file, (read, size) => directoryOf(read, size, file).map(({ name }) => name));
}

function reading<Result>(file: string, work: (read: Read, size: number) => Result): Result {
  const handle = openSync(file, 'r');
  const size = statSync(file).size;
  const read = (at: number, length: number) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
    readSync(handle, bytes, 0, bytes.length, at);
    return bytes;
  };
  try {
    return work(read, size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInputError(`${file} is no whole NPZ file: its directory is damaged.`);
  } finally {
    closeSync(handle);
  }
}

type Read = (at: number, length: number) => Buffer;

function directoryOf(read: Read, size: number, file: string): readonly Entry[] {
  const tailAt = Math.max(0, size - endBytes - mostComment);
  const tail = read(tailAt, size - tailAt);
  let end = tail.length - endBytes;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < 0) throw new BadInputError(`${file} is no whole NPZ file: it has no directory at its end.`);
  const [at, length] = placeOfDirectory(read, tail, end, tailAt);
  const directory = read(at, length);
  const entries: Entry[] = [];
  for (let from = 0; from + entryBytes <= directory.length; ) {
    if (directory.readUInt32LE(from) !== entrySignature)
      throw new BadInputError(`${file} is no whole NPZ file: its directory is damaged.`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) =>
      directory.readUInt16LE(from + place),
    );
    entries.push(entryOf(directory.subarray(from), nameBytes, extraBytes));
    from += entryBytes + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

/** NumPy writes the records of 64 bits where a file has more than 4 GB. */
function placeOfDirectory(read: Read, tail: Buffer, end: number, tailAt: number): readonly [number, number] {
  const at = tail.readUInt32LE(end + 16);
  if (at !== elsewhere) return [at, tail.readUInt32LE(end + 12)];
  const locatorAt = tailAt + end - 20;
  const record = read(Number(read(locatorAt, 20).readBigUInt64LE(8)), 56);
  if (record.readUInt32LE(0) !== end64Signature) return [at, tail.readUInt32LE(end + 12)];
  return [Number(record.readBigUInt64LE(48)), Number(record.readBigUInt64LE(40))];
}

function entryOf(record: Buffer, nameBytes: number, extraBytes: number): Entry {
  const name = record.toString('utf8', entryBytes, entryBytes + nameBytes);
  const extra = record.subarray(entryBytes + nameBytes, entryBytes + nameBytes + extraBytes);
  const long = longNumbers(extra);
  const [size, packed, at] = [24, 20, 42].map((place) => {
    const short = record.readUInt32LE(place);
    return short === elsewhere ? (long.shift() ?? short) : short;
  });
  return { name, method: record.readUInt16LE(10), packed, size, at };
}

function longNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const count = Math.floor(extra.readUInt16LE(at + 2) / 8);
    return Array.from({ length: count }, (_, place) => Number(extra.readBigUInt64LE(at + 4 + place * 8)));
  }
  return [];
}

function arrayOf({ name, method, packed, size, at }: Entry, read: Read, file: string): StoredArray {
  const title = `${file}: ${name.replace(/\.npy$/, '')}`;
  const local = read(at, localBytes);
  if (local.length < localBytes) throw new BadInputError(`${title} is cut off.`);
  const start = at + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (method === 0) {
    const { bytes, ...header } = npyHeader(read(start, Math.min(size, mostHeaderBytes)), title);
    return { title, ...header, bytes: { in: 'file', file, offset: start + bytes } };
  }
  if (method !== 8)
    throw new BadInputError(`${title} is packed in a way that is not read; numpy.savez writes one that is.`);
  if (size > mostUnpacked)
    throw new BadInputError(
      `${title} is compressed and has ${Math.round(size / 1e8) / 10} GB unpacked, which would all lie in memory; write it with numpy.savez (not savez_compressed), and it is read from the disk as steps need it.`,
    );
  const unpacked = inflated(read(start, packed), size, title);
  const { bytes, ...header } = npyHeader(unpacked, title);
  return { title, ...header, bytes: { in: 'memory', bytes: unpacked.subarray(bytes) } };
}

function inflated(packed: Buffer, size: number, title: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.min(size, packed.length * mostInflated) || 1 });
  } catch (error) {
    throw new BadInputError(`${title} is damaged (${error instanceof Error ? error.message : error}).`);
  }
}
