import { expect, it } from 'vitest';
import { formatMegabytes, formatMetric, formatNumber } from '../../../src-renderer/ui/numbers';
import { formatDuration } from '../../../src-shared/words/duration';

it.each([
  [0.42, '0.4 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [192, '3 min 12 s'],
  [3599.7, '1 h 00 min'],
  [3840, '1 h 04 min'],
  [86_399, '1 d 0 h'],
  [2.5 * 86_400, '2 d 12 h'],
  [Number.NaN, 'unknown'],
])('says %d seconds as %s, never with 60 of the smaller unit', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [0.0123456, '0.01235'],
  [12.3456, '12.35'],
  [123456, '123,456'],
  [0.00001234, '1.23e-5'],
  [0, '0'],
  [Number.NaN, 'not a number'],
  [Number.NEGATIVE_INFINITY, 'minus infinite'],
])('writes %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

it('writes accuracies and calibration errors as per cent, other metrics with their unit', () => {
  expect(formatMetric('test.accuracy', 0.9722)).toBe('97.2\u00a0%');
  expect(formatMetric('test.ece', 0.0187)).toBe('1.9\u00a0%');
  expect(formatMetric('test.nll', 0.1183)).toBe('0.1183\u00a0nats');
  expect(formatMetric('test.mace', 0.02)).toBe('2.0\u00a0%');
  // Of one of several heads alike.
  expect(formatMetric('test.ece.kind', 0.09859)).toBe('9.9\u00a0%');
  expect(formatMetric('test.coverage50.price', 0.8)).toBe('80.0\u00a0%');
  expect(formatMetric('test.accuracy', Number.NaN)).toBe('not a number');
});

it('writes what is measured in the target’s unit with that unit where it is known, else as a number', () => {
  expect(formatMetric('test.rmse', 5.71, 'MPa')).toBe('5.71\u00a0MPa');
  expect(formatMetric('test.rmse', 5.71)).toBe('5.71');
  expect(formatMetric('test.nll', 3.25, 'MPa')).toBe('3.25\u00a0nats');
});

it('writes sizes in the unit that keeps them short', () => {
  expect(formatMegabytes(0)).toBe('0\u00a0MB');
  expect(formatMegabytes(0.014)).toBe('14\u00a0kB');
  expect(formatMegabytes(512)).toBe('512\u00a0MB');
  expect(formatMegabytes(16_400)).toBe('16.4\u00a0GB');
});
