import { expect, test } from 'vitest';
import {
  dragged,
  dragRange,
  forecastOf,
  wholeDoubt,
} from '../../../../src-renderer/runs/ask/series/series-forecast';
import { testSeries } from '../../fake-asking';

test('a drag moves the steps that a hand passes over in a straight line, forwards and back, and no others', () => {
  const values = [0, 0, null, 0, 0];
  expect(dragged(values, { step: 1, value: 10 }, { step: 3, value: 20 })).toEqual([0, 10, 15, 20, 0]);
  expect(dragged(values, { step: 3, value: 20 }, { step: 1, value: 10 })).toEqual([0, 10, 15, 20, 0]);
  expect(dragged(values, { step: 4, value: 7 }, { step: 4, value: 7 })).toEqual([0, 0, null, 0, 7]);
});

test('the doubt of a forecast is of the mean variances of its steps, as test items have it', () => {
  const steps = [
    { mean: 1, std: 5, aleatoric: 3, epistemic: 4 },
    { mean: 3, std: 5, aleatoric: 5, epistemic: 0 },
  ];
  const whole = wholeDoubt(steps);
  expect(whole.mean).toBe(2);
  expect(whole.std).toBeCloseTo(5, 12);
  expect(whole.aleatoric).toBeCloseTo(Math.sqrt(17), 12);
  expect(whole.epistemic).toBeCloseTo(Math.sqrt(8), 12);
});

test('a picture reaches over training and over the series itself, and keeps what is not known so', () => {
  expect(dragRange(testSeries, { mean: 3000, std: 500 })).toEqual([1000, 5000]);
  expect(dragRange(testSeries, { mean: 3000, std: 2000 })).toEqual([-3000, 9000]);
  const { past, truth } = forecastOf(testSeries, testSeries.values, []);
  expect(past?.values).toEqual([1000, 2000, Number.NaN, 3000, 4000, 5000]);
  expect(truth).toEqual([4500, Number.NaN]);
  expect(past?.times).toEqual([
    '2018-09-30T10:00:00.000Z',
    '2018-09-30T16:00:00.000Z',
    '2018-09-30T17:00:00.000Z',
  ]);
});
