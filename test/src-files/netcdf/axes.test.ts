import { describe, expect, test } from 'vitest';
import { fieldAxes } from '../../../src-files/netcdf/axes';
import type { StoredDimension } from '../../../src-files/netcdf/stored-file';

/** A dimension, with the attributes of its coordinate where it has one. */
function dimension(name: string, length: number, attributes?: Record<string, string>): StoredDimension {
  if (!attributes) return { name, length };
  const data = new Float64Array(length);
  return { name, length, coordinate: { data, attributes: new Map(Object.entries(attributes)) } };
}

const axes = (...dimensions: readonly StoredDimension[]) => {
  const { time, y, x } = fieldAxes(dimensions, 'v of a.nc');
  return [time, y, x];
};
const notes = (...dimensions: readonly StoredDimension[]) => fieldAxes(dimensions, 'v of a.nc').notes;

describe('time, y and x are found', () => {
  test.each([
    ['axis', { axis: 'T' }, { axis: 'Y' }, { axis: 'X' }],
    [
      'standard_name',
      { standard_name: 'time' },
      { standard_name: 'latitude' },
      { standard_name: 'longitude' },
    ],
    ['units', { units: 'days since 1900-01-01' }, { units: 'degrees_north' }, { units: 'degrees_east' }],
  ])('by the %s of their coordinates, whatever they are called', (_attribute, t, y, x) => {
    const found = axes(dimension('lat', 4, x), dimension('lon', 3, y), dimension('a', 5, t));
    expect(found).toEqual([2, 1, 0]);
  });

  test.each([
    ['lat', 'lon', 'time'],
    ['latitude', 'longitude', 'valid_time'],
    ['y', 'x', 't'],
    ['south_north', 'west_east', 'Time'],
    ['lat_0', 'lon_0', 'initial_time0_hours'],
    ['eta_rho', 'xi_rho', 'ocean_time'],
    ['lat', 'lon', 'step'],
    ['latitude', 'longitude', 'lead'],
  ])('by their names %s, %s and %s', (y, x, t) => {
    expect(axes(dimension(y, 4), dimension(x, 3), dimension(t, 5))).toEqual([2, 0, 1]);
    expect(notes(dimension(y, 4), dimension(x, 3), dimension(t, 5))).toEqual([]);
  });

  test('by their order where nothing tells them, which is noted where they have names', () => {
    expect(axes(dimension('', 5), dimension('', 4), dimension('', 3))).toEqual([0, 1, 2]);
    expect(axes(dimension('t0', 5), dimension('t1', 4), dimension('t2', 3))).toEqual([0, 1, 2]);
    expect(notes(dimension('a', 5), dimension('b', 4), dimension('c', 3))).toEqual([
      'Nothing in the file tells what v of a.nc runs over: a for time, b for y, c for x is a guess from their order.',
    ]);
  });

  test('of what is left where two are told', () => {
    expect(axes(dimension('lat', 6), dimension('lon', 5), dimension('frame', 30))).toEqual([2, 0, 1]);
  });

  test('beside levels, members and starts of one', () => {
    expect(axes(dimension('time', 5), dimension('level', 1), dimension('y', 4), dimension('x', 3))).toEqual([
      0, 2, 3,
    ]);
    const start = dimension('time', 1, { standard_name: 'forecast_reference_time' });
    const hours = dimension('step', 9, { standard_name: 'forecast_period' });
    expect(axes(start, hours, dimension('y', 4), dimension('x', 3))).toEqual([1, 2, 3]);
  });

  test('also where they have a single point', () => {
    expect(axes(dimension('time', 1), dimension('lat', 1), dimension('lon', 1))).toEqual([0, 1, 2]);
  });
});

test.each([
  ['a field has three: time, y and x', [dimension('time', 5), dimension('x', 4)]],
  [
    'level and member are neither time, y nor x, and of such a variable may have one that is longer than 1',
    [
      dimension('time', 5),
      dimension('level', 7),
      dimension('member', 3),
      dimension('y', 4),
      dimension('x', 3),
    ],
  ],
  [
    'start and step both run over time, a field has one such',
    [
      dimension('start', 5, { standard_name: 'forecast_reference_time' }),
      dimension('step', 7, { standard_name: 'forecast_period' }),
      dimension('y', 4),
      dimension('x', 3),
    ],
  ],
  ['a field has three: time, y and x', ['a', 'b', 'c', 'd'].map((name) => dimension(name, 2))],
])('refuses what is no field: %s', (reason, dimensions) => {
  expect(() => axes(...dimensions)).toThrow(
    `data.variables: v of a.nc has the dimensions ${dimensions.map(({ length }) => length).join(' x ')}; ${reason}.`,
  );
});
