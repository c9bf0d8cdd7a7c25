import { expect, test } from 'vitest';
import { combine, logAdd } from '../../../src-workers/train/pooled-statistics';

test('likelihoods add in logarithms without overflow, zero included', () => {
  expect(logAdd(Math.log(2), Math.log(3))).toBeCloseTo(Math.log(5), 12);
  expect(logAdd(-1000, -1000)).toBeCloseTo(-1000 + Math.log(2), 9);
  expect(logAdd(-Infinity, -3)).toBe(-3);
  expect(logAdd(-Infinity, -Infinity)).toBe(-Infinity);
});

test('means and squared deviations of two groups become those of both', () => {
  // Draws 1, 3 (mean 2, squares 2) and 4, 6, 8 (mean 6, squares 8): together mean 4.4, squares 29.2.
  const a = { samples: 2, values: Float32Array.of(2, 2) };
  const b = { samples: 3, values: Float32Array.of(6, 8) };
  const { samples, values } = combine(a, b, 'moments', 2);
  expect(samples).toBe(5);
  expect(values[0]).toBeCloseTo(4.4, 5);
  expect(values[1]).toBeCloseTo(29.2, 4);
});
