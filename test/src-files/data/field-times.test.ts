import { describe, expect, test } from 'vitest';
import { stepPace } from '../../../src-files/data/field-times';

const pace = (units: string, ...values: readonly number[]) =>
  stepPace({ values: Float64Array.from(values), units, rounding: 0 });

describe('steps follow each other', () => {
  test('evenly, whatever is counted in', () => {
    expect(pace('hours since 2020-01-01', 0, 6, 12, 18)).toEqual({
      usual: 6,
      step: { kind: 'units', units: '21600000', digits: 3 },
      gaps: [],
    });
    expect(pace('', 3, 4, 5)).toEqual({ usual: 1, step: undefined, gaps: [] });
    expect(pace('months since 2020-01-01', 0, 1, 2, 3)).toEqual({ usual: 1, step: undefined, gaps: [] });
    // Sixths of an hour, as doubles of days have them.
    expect(pace('days since 1900-01-01', 43_829, 43_829.00694444, 43_829.01388889).gaps).toEqual([]);
  });

  test('by months, quarters and years, whose lengths differ', () => {
    expect(pace('days since 2019-01-01', 0, 31, 59, 90, 120, 151).gaps).toEqual([]);
    expect(pace('days since 2019-01-01', 0, 31, 59, 90).step).toEqual({ kind: 'months', months: 1 });
    expect(pace('hours since 2019-01-01', 0, 90 * 24, 181 * 24).step).toEqual({ kind: 'months', months: 3 });
    // Their mid-points.
    expect(pace('days since 2019-01-01', 15.5, 45, 74.5, 105).gaps).toEqual([]);
    expect(pace('hours since 2019-01-01', 0, 90 * 24, 181 * 24, 273 * 24).gaps).toEqual([]);
    expect(pace('days since 2019-01-01', 0, 365, 731, 1096).gaps).toEqual([]);
  });

  test('but not over a gap, or an hour too late', () => {
    expect(pace('hours since 2020-01-01', 0, 6, 12, 30, 36).gaps).toEqual([2]);
    expect(pace('hours since 2020-01-01', 0, 6, 13, 19, 25).gaps).toEqual([1]);
    expect(pace('days since 2019-01-01', 0, 31, 59, 120, 151).gaps).toEqual([2]);
  });

  test('as exactly as single precision tells them', () => {
    const values = [0, 1, 2, 3].map((hour) => Math.fround(1.05e6 + hour / 4));
    const exact = stepPace({
      values: Float64Array.from(values),
      units: 'hours since 1900-01-01',
      rounding: 0.25,
    });
    expect(exact.gaps).toEqual([]);
  });
});

test('a single step has no pace', () => {
  expect(pace('', 3)).toEqual({ usual: 0, gaps: [] });
});
