import type { PictureShape } from '../resized-pictures';
import type { PictureNoise } from './corruption';
import { displaced, sideOf } from './places';

/**
 * A fractal texture such as that of clouds: random heights on grids of 2, 4, 8, ... cells a side, each less high than the one before.
 * @param noise what the grids hold, in order
 * @param roughness how high a grid is against the one before: between 0 and 1
 * @returns [height, width], from 0 to 1
 */
export function clouds(shape: PictureShape, noise: PictureNoise, roughness: number): Float64Array {
  const side = sideOf(shape);
  const octaves = Math.max(1, Math.floor(Math.log2(side)));
  const lengths = Array.from({ length: octaves }, (_, octave) => (2 ** (octave + 1) + 1) ** 2);
  const uniforms = noise.uniforms(lengths.reduce((sum, length) => sum + length, 0));
  const heights = new Float64Array(shape.height * shape.width);
  let first = 0;
  for (const [octave, length] of lengths.entries()) {
    const grid = Float64Array.from(uniforms.subarray(first, first + length));
    const layer = stretched(grid, 2 ** (octave + 1), shape);
    for (let at = 0; at < heights.length; at += 1) heights[at] += roughness ** octave * layer[at];
    first += length;
  }
  return fromZeroToOne(heights);
}

/** A grid of so many cells laid over the picture's larger side. */
function stretched(grid: Float64Array, cells: number, shape: PictureShape): Float64Array {
  const scale = cells / sideOf(shape);
  const gridShape = { height: cells + 1, width: cells + 1, channels: 1 };
  const showScaled = (y: number, x: number, place: Float64Array) => {
    place[0] = scale * y;
    place[1] = scale * x;
  };
  return displaced(grid, gridShape, showScaled, shape);
}

function fromZeroToOne(values: Float64Array): Float64Array {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (value - low) / (high - low || 1));
}
