import { expect, test } from 'vitest';
import type { FieldSeries } from '../../../src-files/data/field';
import { inMemory } from '../../../src-files/data/step-values';
import { alignedFields } from '../../../src-workers/predict/aligned-fields';

const fields: FieldSeries = {
  names: ['t'],
  units: ['K'],
  steps: 1,
  height: 2,
  width: 3,
  fields: [inMemory(Float64Array.of(1, 2, 3, 4, 5, 6), 6)],
  times: undefined,
  rows: Float64Array.of(50, 60),
  columns: Float64Array.of(7, 8, 9),
  statics: [{ name: 'lsm', values: Float64Array.of(0, 1, 1, 0, 0, 1) }],
  axes: [],
  gaps: [],
  timeStep: undefined,
  notes: [],
};
const valuesOf = ({ fields: [values] }: FieldSeries) => [...values.step(0)];

test('fields whose latitudes run from south to north are turned for a network that saw them from north to south', () => {
  const turned = alignedFields(fields, { rows: [60, 50], columns: [7, 8, 9] }, 'a.nc');
  expect(valuesOf(turned)).toEqual([4, 5, 6, 1, 2, 3]);
  expect([...turned.statics[0].values], 'what does not change is turned too').toEqual([0, 0, 1, 0, 1, 1]);
  expect([...turned.rows]).toEqual([60, 50]);
  expect(turned.notes).toEqual([
    'The rows of a.nc run the other way than those that the network was trained on, and were turned.',
  ]);
});

test('what does not change stays as it is where its own file does not say where its rows lie: it is the one trained on', () => {
  const statics = fields.statics.map((field) => ({ ...field, staysPut: true as const }));
  const turned = alignedFields({ ...fields, statics }, { rows: [60, 50], columns: [7, 8, 9] }, 'a.nc');
  expect(valuesOf(turned)).toEqual([4, 5, 6, 1, 2, 3]);
  expect([...turned.statics[0].values]).toEqual([0, 1, 1, 0, 0, 1]);
});

test('so are longitudes', () => {
  expect(valuesOf(alignedFields(fields, { rows: [50, 60], columns: [9, 8, 7] }, 'a.nc'))).toEqual([
    3, 2, 1, 6, 5, 4,
  ]);
});

test('fields of another place are told of, and taken as they are', () => {
  const other = alignedFields(fields, { rows: [10, 20], columns: [7, 8, 9] }, 'a.nc');
  expect(valuesOf(other)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(other.notes).toEqual([
    'The grid of a.nc lies elsewhere than the one that the network was trained on.',
  ]);
});

test('where either does not tell where it lies, they are taken as they are', () => {
  expect(alignedFields(fields, undefined, 'a.nc')).toBe(fields);
  expect(alignedFields(fields, { rows: [], columns: [] }, 'a.nc').notes).toEqual([]);
});
