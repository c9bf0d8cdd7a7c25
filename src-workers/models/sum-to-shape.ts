import { sum, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Sums over the axes along which a tensor of this shape was repeated: what broadcasting does, backwards.
 * @param shape of the same rank as x, 1 where it was repeated
 */
export function sumToShape(x: Tensor, shape: readonly number[]): Tensor {
  const repeated = shape.flatMap((length, axis) => (length === 1 && x.shape[axis] !== 1 ? [axis] : []));
  return repeated.length === 0 ? x : sum(x, repeated, true);
}
