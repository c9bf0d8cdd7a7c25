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
    for (let index = 0; index < pixels.length; index += 1) {
      const value = pixels[index] / 255;
      sums[index % channels] += value;
      squares[index % channels] += value * value;
    }
  }
  const mean = Array.from(sums, (sum) => sum / count);
  const std = Array.from(squares, (square, channel) => Math.sqrt(square / count - mean[channel] ** 2) || 1);
  return { mean, std };
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
