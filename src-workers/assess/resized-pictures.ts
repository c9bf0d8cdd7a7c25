import type { ImageSet } from '../../src-files/images/image-set';
import { resampled, takenBy } from './resampling';

export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Of luma, by ITU-R BT.601. */
const lumaWeights = [0.299, 0.587, 0.114] as const;

/**
 * Pictures in another size and number of channels. Sizes change by a triangle filter (bilinear; where a picture shrinks, as wide
 * as what comes together in a pixel, so that nothing falls between pixels), colour becomes grey by luma, grey colour by three
 * equal channels.
 * @returns [items, height, width, channels], 0 to 255
 */
export function resizedPictures(set: ImageSet, wanted: PictureShape): Uint8Array {
  const size = set.height * set.width * set.channels;
  const down = takenBy(set.height, wanted.height);
  const across = takenBy(set.width, wanted.width);
  const result = new Uint8Array(set.items * wanted.height * wanted.width * wanted.channels);
  let at = 0;
  for (let item = 0; item < set.items; item += 1) {
    const planes = planesOf(
      set.images.subarray(item * size, (item + 1) * size),
      set.channels,
      wanted.channels,
    );
    const resized = planes.map((plane) => resampled(plane, set.width, down, across));
    for (let pixel = 0; pixel < wanted.height * wanted.width; pixel += 1)
      for (const plane of resized) {
        result[at] = Math.round(plane[pixel]);
        at += 1;
      }
  }
  return result;
}

function planesOf(pixels: Uint8Array, channels: number, wanted: number): readonly Float64Array[] {
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from(
      { length: pixels.length / channels },
      (_one, pixel) => pixels[pixel * channels + channel],
    ),
  );
  if (channels === wanted) return planes;
  if (channels === 1) return Array.from({ length: wanted }, () => planes[0]);
  return [
    planes[0].map((_, pixel) =>
      lumaWeights.reduce((sum, weight, channel) => sum + weight * planes[channel][pixel], 0),
    ),
  ];
}
