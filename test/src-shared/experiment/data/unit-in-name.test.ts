import { expect, it } from 'vitest';
import { dataSchema, targetUnitOf } from '../../../../src-shared/experiment/data';
import { unitInName } from '../../../../src-shared/experiment/data/unit-in-name';

it.each([
  ['Deflection [mm]', { name: 'Deflection', unit: 'mm' }],
  ['Deflection(mm)', { name: 'Deflection', unit: 'mm' }],
  ['load, peak [kN / m²] ', { name: 'load, peak', unit: 'kN / m²' }],
  ['humidity (%)', { name: 'humidity', unit: '%' }],
  ['T (mean) [°C]', { name: 'T (mean)', unit: '°C' }],
  ['Deflection', { name: 'Deflection' }],
  ['ratio [-]', { name: 'ratio [-]' }],
  ['price (2020)', { name: 'price (2020)' }],
  ['angle_deg', { name: 'angle_deg', unit: 'deg' }],
  ['y_MPa', { name: 'y_MPa', unit: 'MPa' }],
  // Lowest and mean values, indices and letters of groups are no minutes, bars, inches and amperes.
  ['t_min', { name: 't_min' }],
  ['x_bar', { name: 'x_bar' }],
  ['logged_in', { name: 'logged_in' }],
  ['group_A', { name: 'group_A' }],
  ['y_mpa', { name: 'y_mpa' }],
  ['_kg', { name: '_kg' }],
  ['[mm]', { name: '[mm]' }],
  ['x [mm', { name: 'x [mm' }],
  ['[mm] x', { name: '[mm] x' }],
])('the column %j holds %j', (column, held) => {
  expect(unitInName(column)).toEqual(held);
});

it.each([
  [{ dataset: 'table', path: 'a.csv', target: 'y [mm]' }, 'mm'],
  [{ dataset: 'table', path: 'a.csv', target: 'kind (wood)', task: 'classification' }, undefined],
  [{ dataset: 'time-series', path: 'a.csv', timeColumn: 't', valueColumn: 'flow (l/s)' }, 'l/s'],
  [{ dataset: 'concrete' }, 'MPa'],
])('what %j predicts is in %s', (data, unit) => {
  expect(targetUnitOf(dataSchema.parse(data))).toBe(unit);
});
