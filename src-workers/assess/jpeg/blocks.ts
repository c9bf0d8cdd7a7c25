import { clamped } from '../corruptions/places';
import type { Plane } from './planes';

const side = 8;

/** cosines[frequency * 8 + place], of an orthonormal transform. */
const cosines = Float64Array.from({ length: side * side }, (_, at) => {
  const frequency = Math.floor(at / side);
  const scale = frequency === 0 ? Math.sqrt(1 / side) : Math.sqrt(2 / side);
  return scale * Math.cos(((2 * (at % side) + 1) * frequency * Math.PI) / (2 * side));
});

const transposed = cosines.map((_, at) => cosines[(at % side) * side + Math.floor(at / side)]);

/** What is left of a plane whose blocks of 8 x 8 have whole numbers of steps of each frequency. */
export function quantised(plane: Plane, steps: readonly number[]): Plane {
  const { height, width, values } = plane;
  const result = new Float64Array(values.length);
  for (let top = 0; top < height; top += side)
    for (let left = 0; left < width; left += side) {
      const amounts = transformed(blockAt(plane, top, left));
      for (let at = 0; at < amounts.length; at += 1)
        amounts[at] = roundedAway(amounts[at] / steps[at]) * steps[at];
      const kept = inverse(amounts);
      for (let at = 0; at < kept.length; at += 1) {
        const [y, x] = [top + Math.floor(at / side), left + (at % side)];
        if (y < height && x < width) result[y * width + x] = clamped(Math.round(kept[at] + 128), 256);
      }
    }
  return { height, width, values: result };
}

/** Around zero; what sticks out over the plane's edge repeats it. */
function blockAt({ height, width, values }: Plane, top: number, left: number): Float64Array {
  const block = new Float64Array(side * side);
  for (let at = 0; at < block.length; at += 1) {
    const row = clamped(top + Math.floor(at / side), height);
    block[at] = values[row * width + clamped(left + (at % side), width)] - 128;
  }
  return block;
}

/** Frequencies down and across, of places down and across. */
function transformed(block: Float64Array): Float64Array {
  return multiplied(multiplied(block, cosines), cosines);
}

function inverse(frequencies: Float64Array): Float64Array {
  return multiplied(multiplied(frequencies, transposed), transposed);
}

/** A matrix from the left, the result transposed: twice that is a transform along both sides. */
function multiplied(block: Float64Array, matrix: Float64Array): Float64Array {
  const result = new Float64Array(side * side);
  for (let to = 0; to < side; to += 1)
    for (let across = 0; across < side; across += 1) {
      let sum = 0;
      for (let from = 0; from < side; from += 1)
        sum += matrix[to * side + from] * block[from * side + across];
      result[across * side + to] = sum;
    }
  return result;
}

/** Halves away from zero, as encoders do. */
function roundedAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}
