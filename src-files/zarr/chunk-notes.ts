import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { isNoting, noteFingerprint } from '../fingerprinting';
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
  const hash = isNoting() ? createHash('sha256') : undefined;
  let [missing, bytes] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const chunk = placeOf(index, grid);
    if (!chunks.isStored(chunk)) missing += 1;
    else if (hash) {
      const content = readFileSync(join(array.folder, array.fileOf(chunk)));
      hash.update(`${array.fileOf(chunk)} ${content.length} `).update(content);
      bytes += content.length;
    }
  }
  if (hash) noteFingerprint({ name: `${array.path}: chunks`, bytes, sha256: hash.digest('hex') });
  if (missing === 0) return [];
  return [
    `${where}: ${missing} of its ${count} chunks ${missing === 1 ? 'is' : 'are'} not stored, and taken for ${fillText(array)}.`,
  ];
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
