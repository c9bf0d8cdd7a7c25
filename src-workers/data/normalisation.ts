import type { ImageSet } from '../../src-files/images/image-set';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';

/** Mean and standard deviation of each colour channel of pixels scaled to 0..1. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Bytes of one picture, [height, width, channels]. */
export type PixelsOf = (item: number) => Uint8Array;

/** Measured on the items of a set that are trained on, and on no others. */
export function measureNormalisation(
  { images, height, width, channels }: ImageSet,
  items: Uint32Array,
): Normalisation {
  const size = height * width * channels;
  return normalisationOf(channels, items, (item) => images.subarray(item * size, (item + 1) * size));
}

/** Measured on these items, wherever their pixels lie. */
export function normalisationOf(channels: number, items: Uint32Array, pixelsOf: PixelsOf): Normalisation {
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let count = 0;
  for (const item of items) {
    const pixels = pixelsOf(item);
    count += pixels.length / channels;
    for (let channel = 0; channel < channels; channel += 1) {
      // Whole numbers, which add up without rounding.
      let [sum, square] = [0, 0];
      for (let at = channel; at < pixels.length; at += channels) {
        const value = pixels[at];
        sum += value;
        square += value * value;
      }
      sums[channel] += sum;
      squares[channel] += square;
    }
  }
  const mean = Array.from(sums, (sum) => sum / 255 / count);
  const std = Array.from(squares, (square, channel) => stdOf(count, sums[channel], square) / 255 || 1);
  return { mean, std };
}

/** From sums of whole numbers: exactly 0 where all are the same, and no small difference of great numbers. */
function stdOf(count: number, sum: number, square: number): number {
  const spread = BigInt(count) * BigInt(square) - BigInt(sum) ** 2n;
  return Math.sqrt(Number(spread)) / count;
}

/** Of ImageNet's training pictures, as torchvision's weights want them. https://docs.pytorch.org/vision/stable/models.html */
const imagenet: Normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** What pictures of a person's own are normalised by: measured on those that are trained on, or by name. */
export function statisticsOf(
  { statistics }: OwnPictureSettings,
  channels: number,
  train: Uint32Array,
  pixelsOf: PixelsOf,
): Normalisation {
  return statistics === 'imagenet' ? imagenet : normalisationOf(channels, train, pixelsOf);
}

/** Pixels of consecutive pictures, 0 to 255, as a network takes them. */
export function standardisedPixels(pixels: Uint8Array, { mean, std }: Normalisation): Float32Array {
  return Float32Array.from(pixels, (pixel, at) => {
    const channel = at % mean.length;
    return (pixel / 255 - mean[channel]) / std[channel];
  });
}
