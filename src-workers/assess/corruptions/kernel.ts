import type { PictureShape } from '../resized-pictures';
import { clamped } from './places';

/** A place from which light falls, in pixels from where it ought to be, and how much. */
export type LightFrom = readonly [down: number, right: number, weight: number];

/** A whole pixel that light is taken from. */
export interface Tap {
  readonly down: number;
  readonly right: number;
  readonly weight: number;
}

/**
 * Each pixel gets the light of several places around it; beyond the edge lies the edge.
 * @param picture [height, width, channels]
 * @param taps whose weights add up to 1
 */
export function blurredBy(
  picture: Float64Array,
  { height, width, channels }: PictureShape,
  taps: readonly Tap[],
): Float64Array {
  const result = new Float64Array(picture.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (const { down, right, weight } of taps) {
        const from = (clamped(y + down, height) * width + clamped(x + right, width)) * channels;
        const to = (y * width + x) * channels;
        for (let channel = 0; channel < channels; channel += 1)
          result[to + channel] += weight * picture[from + channel];
      }
  return result;
}

/** Places as whole pixels whose weights add up to 1: those between pixels take from the four around them. */
export function tapsOf(places: readonly LightFrom[]): readonly Tap[] {
  const taps = new Map<string, Tap>();
  const total = places.reduce((sum, [, , weight]) => sum + weight, 0);
  const add = (down: number, right: number, weight: number) => {
    if (weight === 0) return;
    const key = `${down} ${right}`;
    taps.set(key, { down, right, weight: (taps.get(key)?.weight ?? 0) + weight / total });
  };
  for (const [down, right, weight] of places) {
    const [top, left] = [Math.floor(down), Math.floor(right)];
    const [low, across] = [down - top, right - left];
    add(top, left, weight * (1 - low) * (1 - across));
    add(top, left + 1, weight * (1 - low) * across);
    add(top + 1, left, weight * low * (1 - across));
    add(top + 1, left + 1, weight * low * across);
  }
  return [...taps.values()];
}

/**
 * Light smeared in one direction, as of what moves: a Gaussian's one half, cut off at two deviations.
 * @param angle from the right, in radians
 * @param deviation in pixels
 */
export function smear(angle: number, deviation: number): readonly LightFrom[] {
  const steps = Math.max(2, Math.ceil(4 * deviation));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const far = (2 * deviation * step) / steps;
    return [far * Math.sin(angle), far * Math.cos(angle), Math.exp(-0.5 * (far / deviation) ** 2)] as const;
  });
}
