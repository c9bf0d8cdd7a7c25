import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { atTemperature, fitTemperature } from '../../../src-workers/calibrate/temperature';
import { scorePredictions } from '../../../src-workers/evaluate/scores/scores';

const recorded = z
  .object({
    classes: z.int(),
    labels: z.array(z.int()),
    probabilities: z.array(z.number()),
    temperature: z.number(),
    nll: z.number(),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'temperature.json'), 'utf8')));

function logs(...probabilities: number[]): Float64Array {
  return Float64Array.from(probabilities, Math.log);
}

test('the temperature is where SciPy finds the smallest negative log-likelihood', () => {
  const { labels, classes } = recorded;
  const likely = logs(...recorded.probabilities);
  const temperature = fitTemperature(likely, labels, classes);
  // SciPy's bounded search compares values, which are flat to half the digits around the optimum.
  expect(temperature / recorded.temperature).toBeCloseTo(1, 6);
  const { nll } = scorePredictions(atTemperature(likely, temperature, classes), labels, classes);
  expect(nll).toBeCloseTo(recorded.nll, 6);
});

test('two classes by hand: odds of 9 that are right in two of three items become odds of 2', () => {
  const likely = logs(0.9, 0.1, 0.9, 0.1, 0.9, 0.1);
  const temperature = fitTemperature(likely, [0, 0, 1], 2);
  expect(temperature).toBeCloseTo(Math.log(9) / Math.log(2), 5);
  const [first, second] = atTemperature(likely, temperature, 2).map(Math.exp);
  expect(first).toBeCloseTo(2 / 3, 6);
  expect(second).toBeCloseTo(1 / 3, 6);
});

test('odds far beyond what probabilities can say become odds of 2 as well', () => {
  const likely = Float32Array.of(0, -9000, 0, -9000, 0, -9000);
  expect((fitTemperature(likely, [0, 0, 1], 2) * Math.log(2)) / 9000).toBeCloseTo(1, 6);
});

test('items that are all named right tell no temperature', () => {
  expect(() => fitTemperature(logs(0.9, 0.1, 0.2, 0.8), [0, 1], 2)).toThrow(
    /^The validation items tell no temperature: the run names all of them right/,
  );
});

test('probabilities that say nothing of the classes tell no temperature', () => {
  expect(() => fitTemperature(logs(0.9, 0.1, 0.9, 0.1), [0, 1], 2)).toThrow(
    /say nothing of their classes; train it for longer\.$/,
  );
});
