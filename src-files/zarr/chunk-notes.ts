import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ofSome } from '../../src-shared/data/data-fingerprint';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { isNoting, noteFingerprint } from '../fingerprinting';
import { blocksOf, hashedBlocks } from '../hashed-blocks';
import type { ArrayChunks } from './chunk-reader';
import type { StoredArray } from './zarr-store';

/** More than that no folder holds well. */
const mostChunks = 5_000_000;

/**
 * What is to be told of an array's chunks: how many are not stored. Where the data's fingerprint is taken, theirs is.
 * @throws BadInputError where its shape promises more of them than can be
 */
export function chunkNotes(array: StoredArray, chunks: ArrayChunks, where: string): readonly string[] {
  const grid = array.shape.map((length, axis) => Math.ceil(length / array.chunks[axis]));
  const count = grid.reduce((product, each) => product * each, 1);
  if (count > mostChunks)
    throw new BadInputError(`${where} promises ${count} chunks; write it with larger ones.`);
  const sizes = Float64Array.from({ length: count }, (_, index) => chunks.bytes(placeOf(index, grid)) ?? -1);
  if (isNoting()) notedChunks(array, sizes, grid, where);
  const missing = sizes.filter((size) => size < 0).length;
  if (missing === 0) return [];
  return [
    `${where}: ${missing} of its ${count} chunks ${missing === 1 ? 'is' : 'are'} not stored, and taken for ${fillText(array)}.`,
  ];
}

/** Of files of more bytes some of their content stands for all, beside the sizes of all: reading gigabytes takes minutes. */
const mostHashedBytes = 50_000_000;

function notedChunks(array: StoredArray, sizes: Float64Array, grid: readonly number[], where: string): void {
  try {
    noteChunks(array, sizes, grid);
  } catch (error) {
    throw new BadInputError(`${where} cannot be read: ${whyUnreadable(error)}.`);
  }
}

function noteChunks(array: StoredArray, sizes: Float64Array, grid: readonly number[]): void {
  const bytes = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
  const hash = createHash('sha256');
  const files = filesOf(array, sizes, grid);
  const isLarge = sum(files.values()) > mostHashedBytes;
  const unread = new Set(files.keys());
  sizes.forEach((size, index) => {
    if (size < 0) return;
    const file = array.fileOf(placeOf(index, grid));
    hash.update(`${file} ${size} `);
    // Several chunks may lie in one.
    if (unread.delete(file) && !isLarge) hash.update(readFileSync(join(array.folder, file)));
  });
  if (isLarge) {
    const sized = [...files].map(([file, own]) => ({ path: join(array.folder, file), bytes: own }));
    for (const { bytes: own } of sized) hash.update(`${own} `);
    for (const block of blocksOf(sized)) hash.update(block);
  }
  const name = `${array.path}: chunks`;
  noteFingerprint({ name: isLarge ? ofSome(name, hashedBlocks) : name, bytes, sha256: hash.digest('hex') });
}

/** Those that hold chunks, and their sizes: shards have indices, too. */
function filesOf(
  { fileOf, folder, shards }: StoredArray,
  sizes: Float64Array,
  grid: readonly number[],
): ReadonlyMap<string, number> {
  const files = new Map<string, number>();
  sizes.forEach((size, index) => {
    if (size < 0) return;
    const file = fileOf(placeOf(index, grid));
    if (!files.has(file)) files.set(file, shards ? statSync(join(folder, file)).size : size);
  });
  return files;
}

function sum(numbers: Iterable<number>): number {
  let whole = 0;
  for (const each of numbers) whole += each;
  return whole;
}

function fillText({ fill, attributes }: StoredArray): string {
  if (fill === undefined) return 'values that are not known, since it names no fill value';
  const [marked] = attributes.get('_FillValue') ?? [];
  return Number.isNaN(fill) || fill === marked
    ? `its fill value ${fill}, which is not known`
    : `its fill value ${fill}`;
}

function placeOf(index: number, grid: readonly number[]): readonly number[] {
  let rest = index;
  return grid
    .slice()
    .reverse()
    .map((length) => {
      const place = rest % length;
      rest = Math.floor(rest / length);
      return place;
    })
    .reverse();
}
