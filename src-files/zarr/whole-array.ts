import { BadInputError } from '../../src-shared/errors';
import type { StoredNumbers, StoredValues } from '../netcdf/stored-file';
import type { ArrayChunks } from './chunk-reader';
import type { StoredArray } from './zarr-store';

/** More points than that no axis has. */
const mostPoints = 50_000_000;

/** All numbers of an array of one dimension, as they are stored. Throws BadInputError where no coordinate is as long. */
export function wholeArray(
  { path, shape: [length], chunks: [chunk], fill = 0, type, attributes }: StoredArray,
  chunks: ArrayChunks,
): StoredValues {
  const data = roomFor(type?.view(new ArrayBuffer(0)) ?? new Float64Array(), length, path);
  for (let first = 0; first < length; first += chunk) {
    const read = chunks.read([first / chunk]);
    for (let at = 0; at < Math.min(chunk, length - first); at += 1) {
      const value = read ? read[at] : typeof data[0] === 'bigint' ? BigInt(fill) : fill;
      (data as { [index: number]: number | bigint })[first + at] = value;
    }
  }
  // What is filled alone is marked by the conventions, not by Zarr: a time may well be 0, which xarray takes as one.
  return { data, attributes };
}

function roomFor(like: StoredNumbers, length: number, path: string): StoredNumbers {
  if (length > mostPoints)
    throw new BadInputError(`${path} promises ${length} points, more than ${mostPoints}: it is damaged.`);
  return new (like.constructor as new (length: number) => StoredNumbers)(length);
}
