import type { Corruption } from './corruption';

/** Light comes in parts: so many of them make a white pixel, on average. */
export const shotNoise: Corruption = {
  kind: 'shot-noise',
  strengths: [60, 25, 12, 5, 3],
  spoil: (picture, _shape, parts, noise) => {
    const uniforms = noise.uniforms();
    return picture.map((value, at) => poisson(value * parts, uniforms[at]) / parts);
  },
};

/** The quantile of a Poisson distribution: the least count whose share of smaller or equal counts is above. */
export function poisson(mean: number, quantile: number): number {
  let count = 0;
  let probability = Math.exp(-mean);
  let below = probability;
  // A quantile is a 23-bit number below 1: far beyond that the sum has stopped growing.
  while (below <= quantile && count < mean + 40 * Math.sqrt(mean) + 40) {
    count += 1;
    probability *= mean / count;
    below += probability;
  }
  return count;
}
