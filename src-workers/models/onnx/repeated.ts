import { customGrad, reshape, sum, type Tensor, tile } from '@tensorflow/tfjs-core';

/**
 * A tensor so many times along each axis. Its gradient is a sum over the repetitions, of any number of axes: that of
 * tfjs's tile has four at most.
 */
export function tiled(x: Tensor, repeats: readonly number[]): Tensor {
  if (repeats.every((count) => count === 1)) return x;
  const op = customGrad((given) => ({
    value: tile(given as Tensor, [...repeats]),
    gradFunc: (dy: Tensor) => {
      const parts = reshape(
        dy,
        repeats.flatMap((count, axis) => [count, x.shape[axis]]),
      );
      const counts = repeats.map((_, axis) => 2 * axis);
      return sum(parts, counts);
    },
  }));
  return op(x);
}

/** The same for each of so many samples. */
export function ofSamples(x: Tensor, samples: number): Tensor {
  if (x.shape[0] === samples) return x;
  return tiled(x, [samples, ...x.shape.slice(1).map(() => 1)]);
}
