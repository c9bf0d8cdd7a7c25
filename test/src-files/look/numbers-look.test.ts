import { expect, test } from 'vitest';
import { numbersLook } from '../../../src-files/look/numbers-look';

test('numbers that are all the same have no deviation, whatever rounding leaves of their sums', () => {
  expect(numbersLook(new Float64Array(200).fill(7.1))).toMatchObject({ mean: 7.1, std: 0, histogram: [200] });
});

test('mean and deviation are those of all of them', () => {
  // By hand: the mean of 1, 2, 2, 5 is 2.5, and the squares of what lies off it add up to 9.
  expect(numbersLook(Float64Array.of(1, 2, 2, 5))).toMatchObject({ mean: 2.5, std: 1.5 });
});

test('numbers whose squares are beyond all numbers have a deviation, too', () => {
  const { mean, std, histogram } = numbersLook(Float64Array.of(-1.5e308, -1.5e308, 1.5e308, 1.5e308));
  expect([mean, std / 1.5e308]).toEqual([0, 1]);
  expect([histogram[0], histogram.at(-1)]).toEqual([2, 2]);
});
