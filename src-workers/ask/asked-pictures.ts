import { fitPicture } from '../../src-files/pictures/fit-picture';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { standardisedPixels } from '../data/normalisation';
import type { AskedKind } from './asked-kind';

/** Pictures, one at a time. */
export function askedPictures({ task, normalisation, experiment: { data } }: PosteriorMetadata): AskedKind {
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
      const picture = data.pictureOf?.(data.test[place]);
      if (!picture) throw new BadInputError('The test items of this run are no pictures.');
      const { item, label, pixels } = picture;
      return { kind: 'test-picture', item, label, pixels: Buffer.from(pixels).toString('base64') };
    },
  };
}
