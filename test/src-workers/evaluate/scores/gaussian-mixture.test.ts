import { expect, test } from 'vitest';
import { mixtureQuantile, normalBelow } from '../../../../src-workers/evaluate/scores/gaussian-mixture';

test('the normal distribution function is that of the tables', () => {
  expect(normalBelow(0)).toBeCloseTo(0.5, 7);
  expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
  expect(normalBelow(-1)).toBeCloseTo(0.1586553, 6);
});

test('one Gaussian has its own quantiles', () => {
  expect(mixtureQuantile(Float64Array.of(3), Float64Array.of(2), 0.975)).toBeCloseTo(3 + 2 * 1.959964, 4);
  expect(mixtureQuantile(Float64Array.of(3), Float64Array.of(2), 0.5)).toBeCloseTo(3, 5);
});

test('a quarter of two Gaussians far apart is the median of the lower one', () => {
  expect(mixtureQuantile(Float64Array.of(-100, 100), Float64Array.of(1, 1), 0.25)).toBeCloseTo(-100, 4);
  expect(mixtureQuantile(Float64Array.of(-100, 100), Float64Array.of(1, 1), 0.75)).toBeCloseTo(100, 4);
});

test('without noise quantiles are read off the samples', () => {
  expect(mixtureQuantile(Float64Array.of(4, 1, 2), new Float64Array(0), 0.25)).toBe(1.5);
});

test('Gaussians of different widths: a quantile is where their mean distribution function reaches the probability', () => {
  const [means, stds] = [Float64Array.of(0, 2), Float64Array.of(1, 3)];
  // By SciPy: brentq(lambda y: (norm.cdf(y) + norm.cdf(y, 2, 3)) / 2 - 0.9, -10, 20).
  expect(mixtureQuantile(means, stds, 0.9)).toBeCloseTo(4.524896, 4);
});
