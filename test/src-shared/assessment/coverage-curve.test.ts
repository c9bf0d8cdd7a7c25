import { expect, test } from 'vitest';
import { coverageCurve } from '../../../src-shared/assessment/coverage-curve';

test('central intervals hold the bins around the middle, by hand', () => {
  // Of 8 values 2 lie in each of the inner bins, 1 and 3 in the outer ones.
  expect(coverageCurve([1, 2, 2, 3])).toEqual([
    { promised: 0, found: 0, chance: 0 },
    { promised: 0.5, found: 0.5, chance: expect.closeTo(1.96 * Math.sqrt(0.25 / 8), 12) },
    { promised: 1, found: 1, chance: 0 },
  ]);
});
