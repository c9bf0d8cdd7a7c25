import { expect, test } from 'vitest';
import { timeAxis } from '../../../src-files/netcdf/time-axis';

const units = 'hours since 2020-01-01';
const axis = (...times: readonly number[]) =>
  timeAxis(
    {
      name: 'time',
      length: times.length,
      coordinate: { data: Float64Array.from(times), attributes: new Map([['units', units]]) },
    },
    'v of a.nc',
  );

test('steps in order stay as they are', () => {
  expect(axis(0, 6, 12)).toEqual({
    times: { values: Float64Array.of(0, 6, 12), units, calendar: '', rounding: 0 },
    notes: [],
  });
});

test('steps that run backwards or out of order are put in order, which is noted', () => {
  expect(axis(12, 6, 0)).toMatchObject({
    order: Uint32Array.of(2, 1, 0),
    notes: ['time of v of a.nc runs backwards: its steps were put in order.'],
  });
  expect(axis(0, 12, 6)).toMatchObject({
    order: Uint32Array.of(0, 2, 1),
    notes: ['time of v of a.nc is not in order: its steps were put in order.'],
  });
});

test('two steps of one time, and steps without one among others, are refused', () => {
  expect(() => axis(0, 6, 0)).toThrow(
    'v of a.nc has the time 0 of time twice, at the steps 0 and 2 (from 0); each step needs a time of its own.',
  );
  expect(() => axis(0, Number.NaN, 6)).toThrow('v of a.nc has no time at step 1 (from 0) of time');
});

test('times that were never written are none', () => {
  expect(axis(9.969209968386869e36, 9.969209968386869e36)).toEqual({ notes: [] });
});
