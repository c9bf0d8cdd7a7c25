import type { ImageSet } from '../../src-files/images/image-set';

/** Mean and standard deviation of each colour channel of pixels scaled to 0..1. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Measured on the items that are trained on, and on no others. */
export function measureNormalisation(set: ImageSet, items: Uint32Array): Normalisation {
  const { channels } = set;
  const pixels = set.height * set.width;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (const item of items) {
    const start = item * pixels * channels;
    for (let index = 0; index < pixels * channels; index += 1) {
      const value = set.images[start + index] / 255;
      sums[index % channels] += value;
      squares[index % channels] += value * value;
    }
  }
  const count = items.length * pixels;
  const mean = Array.from(sums, (sum) => sum / count);
  const std = Array.from(squares, (square, channel) => Math.sqrt(square / count - mean[channel] ** 2) || 1);
  return { mean, std };
}
