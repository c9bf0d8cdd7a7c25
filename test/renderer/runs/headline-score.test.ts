import { expect, it } from 'vitest';
import { headlineScore } from '../../../src-renderer/runs/headline-score';
import { digitsInput, fakeRun, forecastInput, forecastMetrics } from '../fake-runs';

it('sums a run up by its accuracy where it names classes', () => {
  const metrics = { 'test.accuracy': 0.9722, 'test.nll': 0.1 };
  expect(headlineScore(fakeRun('digits', digitsInput, 'finished', { metrics }))).toBe('accuracy 97.2\u00a0%');
});

it('sums a run up by its error where it predicts numbers, with the unit where the data set tells it', () => {
  const metrics = { 'test.rmse': 0.6021, 'test.nll': 0.9 };
  const table = {
    ...digitsInput,
    data: { dataset: 'table', path: '/data/own.csv', target: 'y' },
  } as const;
  expect(headlineScore(fakeRun('own', table, 'finished', { metrics }))).toBe('RMSE 0.6021');
  const forecast = fakeRun('traffic', forecastInput, 'finished', { metrics: forecastMetrics });
  expect(headlineScore(forecast)).toBe('RMSE 612\u00a0vehicles per hour');
});

it('is the NLL of all together where several are predicted', () => {
  const metrics = { 'test.nll': 4.37, 'test.accuracy.kind': 0.9333, 'test.rmse.mass': 2 };
  expect(headlineScore(fakeRun('heads', digitsInput, 'finished', { metrics }))).toBe('NLL 4.37\u00a0nats');
});

it('has nothing to say before there are test scores', () => {
  const metrics = { 'train.loss': 1, 'validation.accuracy': 0.9 };
  expect(headlineScore(fakeRun('going', digitsInput, 'running', { metrics }))).toBeUndefined();
});
