import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { placeOf, valueAt } from '../../../src-workers/calibrate/isotonic';
import {
  calibratedQuantile,
  fitQuantileCurve,
  predictedLevels,
  quantileScores,
} from '../../../src-workers/calibrate/quantile-curve';
import { mixtureQuantile } from '../../../src-workers/evaluate/scores/gaussian-mixture';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';

const numbers = z.array(z.number());
const { values: recorded } = z
  .object({
    values: z.object({
      means: z.array(numbers),
      stds: numbers,
      truths: numbers,
      below: numbers,
      asked: numbers,
      curve: numbers,
      pinball: z.number(),
    }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'calibration.json'), 'utf8')));

const [samples, items] = [recorded.stds.length, recorded.truths.length];
const predictions = Float32Array.from(recorded.means.flat());
const predicted = new ValueSamples(samples, { kind: 'by-sample', stds: Float64Array.from(recorded.stds) }, 1);
const placed = recorded.truths.map((truth, item) => ({
  truth,
  below: predicted.take(predictions, item).distribution().below(truth),
}));

test('how probable lower values are is what SciPy says of the mixture', () => {
  // Means are in single precision, the normal distribution good to 1e-7.
  placed.forEach(({ below }, item) => {
    expect(below).toBeCloseTo(recorded.below[item] ?? Number.NaN, 6);
  });
});

test('the curve is scikit-learn’s isotonic regression of how many lie below on how many should', () => {
  const curve = fitQuantileCurve(placed);
  recorded.asked.forEach((level, index) => {
    expect(valueAt(curve, level)).toBeCloseTo(recorded.curve[index] ?? Number.NaN, 5);
  });
});

test('calibrated quantiles hold as many values as they say', () => {
  const curve = fitQuantileCurve(placed);
  for (const level of predictedLevels) {
    const held = placed.filter(
      ({ truth }, item) =>
        truth <= calibratedQuantile(predicted.take(predictions, item).distribution(), curve, level) + 1e-6,
    );
    // On the values that it was fitted on to one of them.
    expect(Math.abs(held.length / items - level)).toBeLessThanOrEqual(1 / items);
  }
});

test('pinball loss is scikit-learn’s, in the target’s own unit', () => {
  const curve = fitQuantileCurve(placed);
  const values = placed.map((value, item) => {
    const { means, stds } = predicted.take(predictions, item);
    const quantiles = predictedLevels.map((level) => mixtureQuantile(means, stds, level));
    return { ...value, before: quantiles, after: quantiles };
  });
  const { before, after } = quantileScores(values, curve, 3);
  expect(before.pinball).toBeCloseTo(3 * recorded.pinball, 5);
  expect(after.error).toBeLessThan(before.error);
  // A level of 5 % is 2 of 40 values; the mean rounding is a quarter of one.
  expect(after.error).toBeLessThan(1 / items);
});

describe('without noise', () => {
  test('draws alone say how probable lower values are', () => {
    const draws = new ValueSamples(4, { kind: 'samples' }, 1).take(Float32Array.of(1, 2, 3, 4), 0);
    expect(draws.distribution().below(2.5)).toBe(0.5);
    expect(draws.distribution().below(9)).toBe(1);
  });

  test('many values at one share count as the last of them', () => {
    const values = Array.from({ length: 40 }, (_, item) => ({ truth: 0, below: item < 20 ? 0.25 : 0.75 }));
    const curve = fitQuantileCurve(values);
    expect(curve).toEqual({ at: [0.25, 0.75], values: [0.5, 1] });
    expect(placeOf(curve, 0.75)).toBe(0.5);
  });
});

test('too few values are refused with the number that would do', () => {
  expect(() => fitQuantileCurve(placed.slice(0, 19))).toThrow(
    /^--method: isotonic takes at least 20 known validation values .*, and the run has 19; /,
  );
});
