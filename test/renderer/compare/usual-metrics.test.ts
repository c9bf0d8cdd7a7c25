import { expect, it } from 'vitest';
import { usualMetrics } from '../../../src-renderer/compare/usual-metrics';
import { digitsInput, fakeRun, forecastInput } from '../fake-runs';

const classes = fakeRun('classes', digitsInput, 'finished', { metrics: { 'validation.accuracy': 0.9 } });
const numbers = fakeRun('numbers', forecastInput, 'finished', { metrics: { 'validation.rmse': 612 } });

it('a comparison opens with the validation score that its runs have', () => {
  expect(usualMetrics([classes])).toEqual(['train.loss', 'validation.accuracy']);
  expect(usualMetrics([numbers, numbers])).toEqual(['train.loss', 'validation.rmse']);
  expect(usualMetrics([numbers, classes])).toEqual(['train.loss', 'validation.accuracy', 'validation.rmse']);
});

it('a comparison waits for the score of a run that goes on, and not of one that ended without', () => {
  expect(usualMetrics([fakeRun('going', forecastInput, 'running')])).toEqual([
    'train.loss',
    'validation.rmse',
  ]);
  expect(usualMetrics([fakeRun('ended', forecastInput, 'finished')])).toEqual(['train.loss']);
});
