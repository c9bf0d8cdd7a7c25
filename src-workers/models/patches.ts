import { reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';

/**
 * Cuts a grid into square patches, row by row; a patch's numbers lie in the order row, column, channel.
 * @param x [items, height, width, channels], both sides multiples of `size`
 * @returns [items, patches, size * size * channels]
 */
export function cutPatches(x: Tensor, size: number): Tensor {
  const [items, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = [height / size, width / size];
  const cut = transpose(reshape(x, [items, rows, size, columns, size, channels]), [0, 1, 3, 2, 4, 5]);
  return reshape(cut, [items, rows * columns, size * size * channels]);
}

/**
 * The same for each sample.
 * @param x [samples or 1, items, height, width, channels]
 * @returns [samples or 1, items, patches, size * size * channels]
 */
export function cutSamplePatches(x: Tensor, size: number): Tensor {
  const [samples, items, ...grid] = x.shape;
  const patches = cutPatches(reshape(x, [samples * items, ...grid]), size);
  return reshape(patches, [samples, items, ...patches.shape.slice(1)]);
}

/**
 * Puts patches back into their grid: the inverse of `cutPatches`.
 * @param patches [items, rows * columns, size * size * channels]
 * @returns [items, rows * size, columns * size, channels]
 */
export function joinPatches(patches: Tensor, rows: number, columns: number, size: number): Tensor {
  const [items, , numbers] = patches.shape as [number, number, number];
  const channels = numbers / size ** 2;
  const joined = transpose(
    reshape(patches, [items, rows, columns, size, size, channels]),
    [0, 1, 3, 2, 4, 5],
  );
  return reshape(joined, [items, rows * size, columns * size, channels]);
}
