import { expect, test } from 'vitest';
import { cutPatches, joinPatches } from '../../../src-workers/models/patches';
import { randomArgument, resultOf } from './probe';

test('Patches are cut row by row, each in the order row, column, channel', () => {
  // A 2 x 4 image of one channel, numbered along its rows, in 2 x 2 patches.
  const image = { shape: [1, 2, 4, 1], values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
  const { shape, values } = resultOf({ of: [image], to: (x) => cutPatches(x, 2) });
  expect(shape).toEqual([1, 2, 4]);
  expect([...values]).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});

test('Joining patches gives the grid back', () => {
  const grid = randomArgument([2, 6, 4, 3], 1);
  const { shape, values } = resultOf({ of: [grid], to: (x) => joinPatches(cutPatches(x, 2), 3, 2, 2) });
  expect(shape).toEqual(grid.shape);
  expect(values).toEqual(grid.values);
});
