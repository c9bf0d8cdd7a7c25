import type { PictureShape } from '../resized-pictures';
import type { Corruption } from './corruption';

/** Out of focus: a Gaussian of this deviation, as a share of the picture's larger side; beyond the edge lies the edge. */
export const blur: Corruption = {
  kind: 'blur',
  strengths: [0.045, 0.06, 0.075, 0.09, 0.11],
  spoil: (picture, shape, share) => {
    const weights = gaussianWeights(share * Math.max(shape.height, shape.width));
    return blurredAlong(blurredAlong(picture, shape, weights, 0, 1), shape, weights, 1, 0);
  },
};

/** From the furthest on one side to the furthest on the other, adding up to 1. */
function gaussianWeights(deviation: number): readonly number[] {
  const reach = Math.ceil(3 * deviation);
  const heights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-0.5 * ((at - reach) / deviation) ** 2),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
}

function blurredAlong(
  picture: Float64Array,
  { height, width, channels }: PictureShape,
  weights: readonly number[],
  down: number,
  right: number,
): Float64Array {
  const reach = (weights.length - 1) / 2;
  const inside = (place: number, length: number) => Math.min(Math.max(place, 0), length - 1);
  return picture.map((_, at) => {
    const channel = at % channels;
    const x = Math.floor(at / channels) % width;
    const y = Math.floor(at / (channels * width));
    return weights.reduce((sum, weight, place) => {
      const fromY = inside(y + down * (place - reach), height);
      const fromX = inside(x + right * (place - reach), width);
      return sum + weight * picture[(fromY * width + fromX) * channels + channel];
    }, 0);
  });
}
