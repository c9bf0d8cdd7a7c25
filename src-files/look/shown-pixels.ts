import type { ShownPicture } from '../../src-shared/data/data-look';
import { fitPicture } from '../pictures/fit-picture';
import type { DecodedPicture } from '../pictures/wasm-decoder';

/** Of the longer side, in pixels. */
const longestSide = 56;
/** Classes and pictures of each that are shown. */
export const [mostClassesShown, mostShownOfClass] = [24, 5] as const;

/** A picture in its own shape, no larger than it is looked at. */
export function shownPixels(picture: DecodedPicture): Omit<ShownPicture, 'name' | 'label'> {
  const scale = Math.min(1, longestSide / Math.max(picture.height, picture.width));
  const side = (own: number) => Math.max(1, Math.round(own * scale));
  const size = [side(picture.height), side(picture.width)];
  const colours = picture.channels < 3 ? 'grey' : 'colour';
  const pixels = fitPicture(picture, { size, resize: 'stretch', colours });
  return {
    own: { height: picture.height, width: picture.width },
    height: size[0],
    width: size[1],
    channels: colours === 'grey' ? 1 : 3,
    pixels: Buffer.from(pixels).toString('base64'),
  };
}
