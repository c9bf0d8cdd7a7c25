import { describe, expect, test } from 'vitest';
import { unpackingOf } from '../../../src-files/netcdf/known-values';
import type { AttributeValue, StoredNumbers } from '../../../src-files/netcdf/stored-file';

function unpack(data: StoredNumbers, attributes: Record<string, AttributeValue>) {
  const unpacking = unpackingOf({ data, attributes: new Map(Object.entries(attributes)) }, 'v of a.nc');
  return {
    values: Array.from(unpacking.data as ArrayLike<number | bigint>, (value) =>
      unpacking.unpacked(Number(value)),
    ),
    notes: unpacking.notes,
  };
}

const nan = Number.NaN;

describe('what is guessed is noted', () => {
  test('default fill values', () => {
    expect(unpack(Int16Array.of(1, -32767, 3), {})).toEqual({
      values: [1, nan, 3],
      notes: [
        "v of a.nc names no _FillValue: 1 of its 3 values are NetCDF's default one (-32767), which are taken as not known.",
      ],
    });
    expect(unpack(Int16Array.of(1, -32767), { _FillValue: [-1] })).toEqual({
      values: [1, -32767],
      notes: [],
    });
    expect(unpack(Int16Array.of(1, -32767), { missing_value: [-32767] })).toEqual({
      values: [1, nan],
      notes: [],
    });
  });

  test('numbers that are written as text', () => {
    expect(unpack(Int16Array.of(1, -9), { missing_value: '-9', scale_factor: ' 0.5' })).toEqual({
      values: [0.5, nan],
      notes: [
        'scale_factor of v of a.nc is text (" 0.5"), and taken for the number in it.',
        'missing_value of v of a.nc is text ("-9"), and taken for the number in it.',
      ],
    });
    expect(unpack(Int16Array.of(1, 99), { valid_range: '0, 50' }).values).toEqual([1, nan]);
    expect(unpack(Int16Array.of(1), { missing_value: 'none' })).toEqual({
      values: [1],
      notes: ['missing_value of v of a.nc is text ("none") and no number: it is passed over.'],
    });
  });

  test('marks that the type of the values does not have', () => {
    const single = Math.fround(1e20);
    expect(unpack(Float32Array.of(1, single), { missing_value: [1e20] })).toEqual({
      values: [1, nan],
      notes: [
        `missing_value of v of a.nc is ${1e20}, and taken for the nearest number of its type, ${single}.`,
      ],
    });
    expect(unpack(Int8Array.of(1), { missing_value: [-999] })).toEqual({
      values: [1],
      notes: ['missing_value of v of a.nc is -999, which its type does not have: it is passed over.'],
    });
  });
});

test.each([
  ['"wide"', 'wide'],
  ['3 numbers', [1, 2, 3]],
  ['NaN', [nan]],
])('a scale factor of %s is refused', (described, scale) => {
  expect(() => unpack(Int16Array.of(1), { scale_factor: scale })).toThrow(
    `scale_factor of v of a.nc is ${described}; a single number is needed to unpack its values.`,
  );
});

test('an infinite mark and infinite limits are none of the values', () => {
  expect(unpack(Float32Array.of(1, Infinity), { _FillValue: [Infinity] }).values).toEqual([1, nan]);
});

test('values stay in double precision where they are unpacked: 0.001 of 5 million is seen', () => {
  const { values } = unpack(Int16Array.of(0, 1), { scale_factor: [0.001], add_offset: [5e6] });
  expect((values[1] ?? 0) - (values[0] ?? 0)).toBeCloseTo(0.001, 8);
});
