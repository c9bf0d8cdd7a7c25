import { readImages } from '../../src-files/images/read-images';
import { knownSet } from '../../src-shared/experiment/data';
import type { ImageSetSettings } from '../../src-shared/experiment/data/image-sets';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../data/normalisation';
import type { OtherItems } from './other-items';
import { resizedPictures } from './resized-pictures';

/**
 * The test pictures of a known data set, in the size that the network takes.
 * @param location the folder of its files
 */
export async function otherPictures(
  dataset: ImageSetSettings['dataset'],
  location: string,
  { task, normalisation }: PosteriorMetadata,
): Promise<OtherItems> {
  const { test } = await readImages(dataset, location);
  const [height, width, channels] = task.inputShape;
  const size = height * width * channels;
  const pixels = resizedPictures(test, { height, width, channels });
  const isOfSize = test.height === height && test.width === width;
  const changes = [
    ...(isOfSize ? [] : [`resized from ${test.height} x ${test.width} to ${height} x ${width}`]),
    ...(test.channels === channels ? [] : [channels === 1 ? 'made grey' : 'made colour']),
  ];
  return {
    name: dataset,
    title: [`test items of ${knownSet(dataset).title}`, ...changes].join(', '),
    items: test.items,
    read: async (first, count) =>
      standardisedPixels(pixels.subarray(first * size, (first + count) * size), normalisation),
  };
}
