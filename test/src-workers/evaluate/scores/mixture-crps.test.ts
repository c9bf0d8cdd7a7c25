import { expect, test } from 'vitest';
import { mixtureBelow } from '../../../../src-workers/evaluate/scores/gaussian-mixture';
import { meanDistance, mixtureCrps } from '../../../../src-workers/evaluate/scores/mixture-crps';

test('one Gaussian scores by the closed form of Gneiting and Raftery (2007, equation 20)', () => {
  // At its own mean: s (2 phi(0) - 1 / sqrt(pi)) = s (sqrt(2) - 1) / sqrt(pi).
  expect(mixtureCrps([3], [2], 3)).toBeCloseTo((2 * (Math.SQRT2 - 1)) / Math.sqrt(Math.PI), 10);
  // One standard deviation off: 1 (2 Phi(1) - 1) + 2 phi(1) - 1 / sqrt(pi), with Phi(1) = 0.8413447460685429.
  const density = Math.exp(-0.5) / Math.sqrt(2 * Math.PI);
  expect(mixtureCrps([0], [1], 1)).toBeCloseTo(0.6826894921370859 + 2 * density - 1 / Math.sqrt(Math.PI), 10);
});

test('a mixture scores what its definition says: the integral of (F(z) - 1{z >= y})^2', () => {
  const [means, stds, truth] = [Float64Array.of(-1, 0.5, 2.5), Float64Array.of(0.7, 0.3, 1.1), 0.9];
  const [low, high, steps] = [-8, 10, 18_000];
  const width = (high - low) / steps;
  let integral = 0;
  for (let step = 0; step < steps; step += 1) {
    const z = low + (step + 0.5) * width;
    integral += (mixtureBelow(means, stds, z) - (z >= truth ? 1 : 0)) ** 2 * width;
  }
  expect(mixtureCrps(means, stds, truth)).toBeCloseTo(integral, 5);
});

test('nearly without noise it is the score of the samples taken as the whole distribution', () => {
  // Members 0, 1, 4, truth 2: mean distance 5 / 3; pairs, each member with itself included, 16 / 9.
  expect(mixtureCrps([0, 1, 4], [1e-6, 1e-6, 1e-6], 2)).toBeCloseTo(5 / 3 - 0.5 * (16 / 9), 5);
});

test('the mean distance of a shifted normal is even and smooth where its table ends', () => {
  expect(meanDistance(-1.3)).toBe(meanDistance(1.3));
  expect(meanDistance(0)).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
  expect(meanDistance(6.499999999)).toBeCloseTo(6.499999999, 9);
  expect(meanDistance(6.5)).toBe(6.5);
  expect(meanDistance(Number.NaN)).toBeNaN();
});
