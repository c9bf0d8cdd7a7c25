import { readFile } from 'node:fs/promises';
import type { LookProgress, PicturesLook } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import { decodePicture, pictureSize } from '../pictures/decode-picture';
import type { ListedPicture } from '../pictures/listed-pictures';

/** Pictures that are decoded, spread over all: some seconds. */
const mostSampled = 500;
/** Files that are named. */
const mostNamed = 5;

type Sizes = PicturesLook['sizes'];

/** The sizes of pictures, and what cannot be read, by decoding some hundred of them. */
export async function sampledPictures(
  pictures: readonly ListedPicture[],
  onProgress: LookProgress,
): Promise<{ readonly sizes: Sizes; readonly unreadable: readonly string[] }> {
  const every = Math.max(1, Math.ceil(pictures.length / mostSampled));
  const sampled = pictures.filter((_, at) => at % every === 0);
  const counts = new Map<string, Sizes[number]>();
  const why: string[] = [];
  for (const [at, { file }] of sampled.entries()) {
    if (at % 10 === 0) onProgress('Decoding some pictures', at, sampled.length);
    const bytes = await readFile(file);
    countSize(counts, bytes);
    // The files of no bytes are counted, all of them, where lengths are compared.
    if (bytes.length > 0) why.push(...(await whyNotDecoded(bytes, file)));
  }
  return {
    sizes: [...counts.values()].sort((a, b) => b.pictures - a.pictures),
    unreadable: sentences(why, sampled.length, pictures.length),
  };
}

function countSize(counts: Map<string, Sizes[number]>, bytes: Uint8Array): void {
  const size = pictureSize(bytes);
  if (!size) return;
  const { height, width } = size;
  const pictures = (counts.get(`${height} x ${width}`)?.pictures ?? 0) + 1;
  counts.set(`${height} x ${width}`, { height, width, pictures });
}

/** Nothing where it is a picture as it should be. */
async function whyNotDecoded(bytes: Uint8Array, file: string): Promise<readonly string[]> {
  try {
    await decodePicture(bytes, file);
    return [];
  } catch (error) {
    if (error instanceof BadInputError) return [error.message];
    throw error;
  }
}

function sentences(why: readonly string[], sampled: number, all: number): readonly string[] {
  if (why.length === 0) return [];
  const of = sampled < all ? `Of ${sampled} pictures that were decoded, of ${all}` : `Of ${all} pictures`;
  const named = why.slice(0, mostNamed);
  return [
    `${of}, ${why.length} cannot be read, and a run refuses them unless they are skipped (data.broken: skip, in the window “Pictures that cannot be read”)${why.length > mostNamed ? `; the first ${mostNamed}` : ''}: ${named.join(' ')}`,
  ];
}
