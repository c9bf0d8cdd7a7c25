import { describe, expect, it } from 'vitest';
import type { FieldVariable } from '../../../src-files/data/field';
import { joinInTime } from '../../../src-files/data/fields-in-time';
import { inMemory } from '../../../src-files/data/step-values';

const part = (
  where: string,
  times: readonly number[],
  units = 'hours since 2020-01-01',
  more: Partial<FieldVariable> = {},
): FieldVariable => ({
  variable: 't',
  where,
  shape: [times.length, 1, 1],
  // Each value tells its time.
  values: inMemory(Float64Array.from(times), 1),
  unit: 'K',
  times: { values: Float64Array.from(times), units, calendar: '', rounding: 0 },
  rows: Float64Array.of(50),
  columns: Float64Array.of(8),
  axes: [],
  notes: [],
  ...more,
});

describe('parts of a variable in several files', () => {
  it('follow one another by their times, whatever the order of the files', () => {
    const joined = joinInTime([part('b', [12, 18]), part('a', [0, 6])]);
    expect([...(joined.times?.values ?? [])]).toEqual([0, 6, 12, 18]);
    expect([0, 1, 2, 3].map((step) => joined.values.step(step)[0])).toEqual([0, 6, 12, 18]);
  });

  it('may count their times from days and in units of their own', () => {
    const joined = joinInTime([part('a', [0, 6]), part('b', [0.5, 0.75], 'days since 2020-01-01 00:00:00')]);
    expect([...(joined.times?.values ?? [])]).toEqual([0, 6, 12, 18]);
  });

  it.each([
    ['b begins at 6 (hours since 2020-01-01), before the end of a at 6', part('b', [6, 12])],
    ['b tells no times', part('b', [12], '', { times: undefined })],
    ['b is in "degC", and a in "K"', part('b', [12], undefined, { unit: 'degC' })],
    ['b has a grid of 1 x 2, but a one of 1 x 1', part('b', [12], undefined, { shape: [1, 1, 2] })],
    ['The rows of b lie elsewhere', part('b', [12], undefined, { rows: Float64Array.of(51) })],
    ['b counts its times in "months since 2020-01-01"', part('b', [1], 'months since 2020-01-01')],
  ])('are refused where they do not fit together: %s', (reason, other) => {
    expect(() => joinInTime([part('a', [0, 6]), other])).toThrow(reason);
  });
});
