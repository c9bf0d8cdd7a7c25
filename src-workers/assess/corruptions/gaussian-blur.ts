import type { PictureShape } from '../resized-pictures';
import { clamped } from './places';

/**
 * Blurred by a Gaussian, cut off at four deviations; beyond the edge lies the edge.
 * @param picture [height, width, channels]
 * @param deviation in pixels
 */
export function gaussianBlur(picture: Float64Array, shape: PictureShape, deviation: number): Float64Array {
  if (deviation <= 0) return picture;
  const weights = gaussianWeights(deviation);
  return blurredAlong(blurredAlong(picture, shape, weights, 'right'), shape, weights, 'down');
}

/** From the furthest on one side to the furthest on the other, adding up to 1. */
function gaussianWeights(deviation: number): readonly number[] {
  const reach = Math.ceil(4 * deviation);
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
  way: 'right' | 'down',
): Float64Array {
  const reach = (weights.length - 1) / 2;
  const [length, stride] = way === 'right' ? [width, channels] : [height, channels * width];
  return picture.map((_, at) => {
    const place = Math.floor(at / stride) % length;
    const start = at - place * stride;
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap += 1)
      sum += weights[tap] * picture[start + clamped(place + tap - reach, length) * stride];
    return sum;
  });
}
