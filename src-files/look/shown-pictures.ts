import { readFile } from 'node:fs/promises';
import type { LookProgress, ShownPicture } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import { decodePicture } from '../pictures/decode-picture';
import type { ListedPicture } from '../pictures/listed-pictures';
import { mostClassesShown, mostShownOfClass, shownPixels } from './shown-pixels';

/**
 * The first pictures of each class, made small; one that cannot be read is left out, of which a run says why.
 * @param classes 0 where there are none
 */
export async function shownPictures(
  pictures: readonly ListedPicture[],
  classes: number,
  onProgress: LookProgress,
): Promise<readonly ShownPicture[]> {
  const wanted = classes === 0 ? pictures.slice(0, 2 * mostShownOfClass) : firstOfEach(pictures);
  const shown: ShownPicture[] = [];
  for (const [at, { file, name, label }] of wanted.entries()) {
    onProgress('Making pictures small', at, wanted.length);
    const pixels = await smallOrNone(file);
    if (pixels) shown.push({ name, label: classes === 0 ? -1 : label, ...pixels });
  }
  return shown;
}

function firstOfEach(pictures: readonly ListedPicture[]): readonly ListedPicture[] {
  const counts = new Map<number, number>();
  return pictures
    .filter(({ label }) => {
      const before = counts.get(label) ?? 0;
      counts.set(label, before + 1);
      return label < mostClassesShown && before < mostShownOfClass;
    })
    .sort((one, other) => one.label - other.label);
}

async function smallOrNone(file: string): Promise<ReturnType<typeof shownPixels> | undefined> {
  try {
    return shownPixels(await decodePicture(await readFile(file), file));
  } catch (error) {
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}
