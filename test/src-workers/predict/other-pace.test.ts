import { expect, test } from 'vitest';
import type { TimeStep } from '../../../src-shared/data/time-step';
import { refuseOtherPace } from '../../../src-workers/predict/other-pace';

const hours = (count: number): TimeStep => ({
  kind: 'units',
  units: String(Math.round(count * 3_600_000)),
  digits: 3,
});

test('fields of another step are refused with both steps, which no network can tell from its own', () => {
  expect(() => refuseOtherPace(hours(24), hours(6), 'daily.nc')).toThrow(
    'daily.nc has steps of 1 day, and this network was trained on steps of 6 h; name a file with steps of 6 h.',
  );
  expect(() => refuseOtherPace({ kind: 'months', months: 1 }, hours(24), 'monthly.nc')).toThrow(
    'has steps of 1 month',
  );
});

test('the same step passes, rounded as single precision tells it, and where one of the two is not told', () => {
  expect(() => refuseOtherPace(hours(6.0625), hours(6), 'rounded.nc')).not.toThrow();
  expect(() => refuseOtherPace(undefined, hours(6), 'one-step.nc')).not.toThrow();
  expect(() => refuseOtherPace(hours(6), undefined, 'early.nc')).not.toThrow();
});
