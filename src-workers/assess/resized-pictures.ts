import type { ImageSet } from '../../src-files/images/image-set';

export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What one place of the result takes of the places of the source, from `first` on. */
interface Taken {
  readonly first: number;
  readonly weights: readonly number[];
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
    const resized = planes.map((plane) => resizedPlane(plane, set.width, down, across));
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

/** One channel, across first and then down. */
function resizedPlane(
  plane: Float64Array,
  width: number,
  down: readonly Taken[],
  across: readonly Taken[],
): Float64Array {
  const rows = plane.length / width;
  const narrow = new Float64Array(rows * across.length);
  for (let row = 0; row < rows; row += 1)
    across.forEach(({ first, weights }, column) => {
      let sum = 0;
      for (let place = 0; place < weights.length; place += 1)
        sum += weights[place] * plane[row * width + first + place];
      narrow[row * across.length + column] = sum;
    });
  const result = new Float64Array(down.length * across.length);
  down.forEach(({ first, weights }, row) => {
    for (let column = 0; column < across.length; column += 1) {
      let sum = 0;
      for (let place = 0; place < weights.length; place += 1)
        sum += weights[place] * narrow[(first + place) * across.length + column];
      result[row * across.length + column] = sum;
    }
  });
  return result;
}

function takenBy(length: number, wanted: number): readonly Taken[] {
  const scale = length / wanted;
  const reach = Math.max(scale, 1);
  return Array.from({ length: wanted }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const last = Math.min(length, Math.floor(centre + reach + 0.5));
    const heights = Array.from({ length: last - first }, (_one, at) =>
      Math.max(0, 1 - Math.abs((first + at + 0.5 - centre) / reach)),
    );
    const total = heights.reduce((sum, height) => sum + height, 0);
    return { first, weights: heights.map((height) => height / total) };
  });
}
