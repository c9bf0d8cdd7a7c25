import { fitPicture } from '../../src-files/pictures/fit-picture';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../data/normalisation';
import type { AskedKind } from './asked-kind';
import type { TruthsOf } from './asked-parts';

/** Pictures, one at a time. */
export function askedPictures(
  { task, normalisation, experiment: { data } }: PosteriorMetadata,
  truthsOf: TruthsOf,
): AskedKind {
  const [height, width, channels] = task.inputShape;
  return {
    items: {
      kind: 'pictures',
      shape: [height, width, channels],
      ground: normalisation.mean[0] > 0.5 ? 'bright' : 'dark',
    },
    mostItems: 1,
    inputsOf: (item) => {
      if (item.kind !== 'picture') throw new BadInputError('This network is asked about pictures.');
      const pixels = new Uint8Array(Buffer.from(item.pixels, 'base64'));
      if (pixels.length !== height * width * channels)
        throw new BadInputError(
          `The picture has ${pixels.length} values; this network takes ${task.inputShape.join(' x ')}.`,
        );
      return { inputs: standardisedPixels(pixels, normalisation), count: 1 };
    },
    fitted: (picture) => {
      const pixels = new Uint8Array(Buffer.from(picture.pixels, 'base64'));
      if (pixels.length !== picture.height * picture.width * 3)
        throw new BadInputError('The picture has not as many pixels as it says; drop it once more.');
      const fitted = fitPicture(
        { ...picture, channels: 3, pixels },
        {
          size: [height, width],
          // Pictures of known sets all have one size; of others the middle is taken.
          resize: data.dataset === 'images' ? data.resize : 'cover',
          colours: channels === 1 ? 'grey' : 'colour',
        },
      );
      return { kind: 'fitted-picture', pixels: Buffer.from(fitted).toString('base64') };
    },
    testItem: (data, place) => {
      const items = data.test.subarray(place, place + 1);
      const picture = data.pictureOf?.(items[0]) ?? data.drawnOf?.(items[0]);
      if (!picture) throw new BadInputError('The test items of this run are no pictures.');
      const [truths] = truthsOf(data, items);
      return {
        kind: 'test-picture',
        item: place,
        truths,
        pixels: Buffer.from(picture.pixels).toString('base64'),
      };
    },
  };
}
