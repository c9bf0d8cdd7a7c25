import { expect, test } from 'vitest';
import { fieldItems } from '../../../src-files/data/field-items';
import type { FieldTimes } from '../../../src-files/data/field-times';
import { leftOutFieldSteps } from '../../../src-files/data/left-out-field-steps';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const leaving = (...leaveOutPeriod: string[]) => {
  const { data } = experimentSchema.parse({
    data: { dataset: 'field', path: 't2m.nc', variables: ['t2m'], leaveOutPeriod },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  if (data.dataset !== 'field') throw new Error('These are fields.');
  return data;
};

/** So many steps, each so long after the one before. */
const every = (step: number, steps: number, more: Partial<FieldTimes> = {}): { times: FieldTimes } => ({
  times: {
    values: Float64Array.from({ length: steps }, (_, at) => at * step),
    units: 'hours since 2026-02-27',
    calendar: '',
    rounding: 0,
    ...more,
  },
});

test.each([
  // Six hours a step: 2026-02-28 00:00 is step 4, 2026-03-01 00:00 step 8 of a year without 29 February.
  [['2026-02-28', '2026-03-01'], every(6, 40), { first: 4, end: 8 }],
  // With 30 days in every month (xarray: cftime_range("2026-02-27", freq="6h", calendar="360_day")), 3 days later.
  [['2026-02-28', '2026-03-01'], every(6, 40, { calendar: '360_day' }), { first: 4, end: 16 }],
  [['2026-02-27 12:00', '2026-02-27T18:30'], every(6, 40), { first: 2, end: 4 }],
  [
    ['2026-03-01', '2027-01-01'],
    every(1, 5, { units: 'days since 2026-02-27 00:00:00' }),
    { first: 2, end: 5 },
  ],
])('%j is found among the steps by their dates', (period, fields, span) => {
  expect(leftOutFieldSteps(leaving(...period), fields)).toEqual(span);
});

test.each([
  [['spring', '2026-03-01'], every(6, 40), '"spring" is no time like 2018-01-01'],
  [['2026-13-01', '2027-01-01'], every(6, 40), '"2026-13-01" is no time like 2018-01-01'],
  [['2026-03-01', '2026-02-28'], every(6, 40), '2026-02-28 is not after 2026-03-01;'],
  [['2030-01-01', '2031-01-01'], every(6, 40), 'they begin 0 and end 234 hours since 2026-02-27.'],
  [['2026-02-28', '2026-03-01'], every(6, 40, { units: 'time steps' }), 'tells no dates'],
  [['2026-02-28', '2026-03-01'], { times: undefined }, 'tells no dates'],
])('%j is refused where it is none, or nothing lies in it', (period, fields, says) => {
  expect(() => leftOutFieldSteps(leaving(...period), fields)).toThrow(says);
});

test('no pair touches what is left out, and those that predict it are apart', () => {
  const fractions = { validationFraction: 0.25, testFraction: 0.2 };
  const items = fieldItems({ steps: 20, gaps: [] }, fractions, { first: 4, end: 7 });
  expect([...items.train]).toEqual([0, 1, 2, 7, 8, 9, 10]);
  expect([...items.validation]).toEqual([11, 12, 13, 14]);
  expect([...items.test]).toEqual([15, 16, 17, 18]);
  expect([...(items.leftOut ?? [])]).toEqual([3, 4, 5]);
  const first = fieldItems({ steps: 20, gaps: [5] }, fractions, { first: 0, end: 7 });
  expect([...(first.leftOut ?? [])], 'the first step has none before it, a gap is no pair').toEqual([
    0, 1, 2, 3, 4,
  ]);
  expect(() => fieldItems({ steps: 20, gaps: [] }, fractions, { first: 14, end: 20 })).toThrow(
    'data.leaveOutPeriod: every pair of steps of the test part touches it; leave out less.',
  );
});
