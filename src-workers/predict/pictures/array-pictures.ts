import { openArrays } from '../../../src-files/arrays/open-arrays';
import { isOfNumbers, numbersOf, type StoredArray } from '../../../src-files/arrays/stored-array';
import { holdsArrays, knownFile } from '../../../src-files/known-file';
import { BadInputError } from '../../../src-shared/errors';
import type { ImageSettings } from '../../../src-shared/experiment/data';
import { images } from '../../../src-shared/experiment/data/kinds/images';
import type { PosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../../data/normalisation';
import { arrayItems } from '../array-items';
import type { PredictionInputs } from '../prediction-inputs';

const brightest = 255;
/** scikit-learn's digits, as it gives them. */
const mostInk = 16;

/** What pictures are called in files of several arrays. */
export const pictureArray = 'x';

/** The pictures of a file of arrays: its array x, or that of the test. @throws BadInputError where there is none, or it does not fit */
export async function openArrayPictures(
  location: string,
  data: ImageSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  refuseOthers(location);
  const found = await openArrays(location, [pictureArray, `${pictureArray}_test`]);
  const [array] = found.values();
  if (array) return arrayPictures(array, data, metadata);
  throw new BadInputError(
    `${location} has no array named ${pictureArray}, as which pictures are read from arrays; else name a folder of pictures.`,
  );
}

function refuseOthers(location: string): void {
  if (holdsArrays(location)) return;
  const kind = knownFile(location) ?? 'no file of arrays, whatever its name says';
  throw new BadInputError(`${location} is ${kind}; this network predicts for ${images.predictsFor.what}.`);
}

/** The pictures of an array of numbers as those of files, bytes of 0 to 255 before they are standardised. */
export function arrayPictures(
  array: StoredArray,
  data: ImageSettings,
  metadata: PosteriorMetadata,
): PredictionInputs {
  // Its shape is looked at there.
  const { items, keys } = arrayItems(array, metadata);
  const white = whiteOf(array, items, data);
  return {
    items,
    keys,
    read: async (first, count) => {
      const rows = readable(array);
      const size = metadata.task.inputShape.reduce((product, side) => product * side, 1);
      const pixels = new Uint8Array(count * size);
      for (let place = 0; place < count; place += 1)
        for (const [at, value] of rows.of(first + place).entries())
          pixels[place * size + at] = Math.round((value * brightest) / white);
      rows.close();
      return standardisedPixels(pixels, metadata.normalisation);
    },
    notes:
      white === brightest
        ? []
        : [`${array.title} holds numbers from 0 to ${white}: ${white} is taken for white.`],
  };
}

/**
 * The number that white has: 255, or 1 of shares, or 16 of scikit-learn's digits.
 * @throws BadInputError where numbers are no pixels
 */
function whiteOf(array: StoredArray, items: number, { dataset }: ImageSettings): number {
  const rows = readable(array);
  let most = 0;
  for (let item = 0; item < items; item += 1) most = Math.max(most, brightestOf(rows.of(item), array, item));
  rows.close();
  if (most <= 1) return 1;
  return dataset === 'digits' && most <= mostInk ? mostInk : brightest;
}

function brightestOf(pixels: Float64Array, { title }: StoredArray, item: number): number {
  let most = 0;
  for (const value of pixels) {
    if (value >= 0 && value <= brightest) most = Math.max(most, value);
    else
      throw new BadInputError(
        `${title}, item ${item} (counted from 0): ${Number.isFinite(value) ? Number(value.toPrecision(6)) : 'what is no finite number'} is no pixel; they are numbers from 0 to 255, or from 0 to 1, as before they are standardised.`,
      );
  }
  return most;
}

function readable(array: StoredArray) {
  if (isOfNumbers(array)) return numbersOf(array);
  throw new BadInputError(`${array.title} holds texts; pixels are numbers.`);
}
