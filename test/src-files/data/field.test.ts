import { describe, expect, it } from 'vitest';
import { joinFields } from '../../../src-files/data/field';
import { inMemory } from '../../../src-files/data/step-values';

describe('fields of one run', () => {
  const grid = (where: string, shape: readonly [number, number, number], values: readonly number[]) => ({
    variable: 'a',
    where,
    shape,
    values: inMemory(Float32Array.from(values), shape[1] * shape[2]),
    unit: 'K',
    rows: new Float64Array(),
    columns: new Float64Array(),
    axes: [],
    notes: [],
  });
  const two = grid('a of x.nc', [2, 1, 2], [1, 2, 3, 4]);

  it('lie beside each other as channels', () => {
    const { fields, steps, height, width } = joinFields(
      ['a', 'b'],
      [two, grid('b', [2, 1, 2], [5, 6, 7, 8])],
    );
    expect([steps, height, width]).toEqual([2, 1, 2]);
    expect(fields.map((values) => [0, 1].flatMap((step) => [...values.step(step)]))).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('share their grid, and have something known', () => {
    expect(() => joinFields(['a', 'b'], [two, grid('b of x.nc', [2, 2, 1], [5, 6, 7, 8])])).toThrow(
      'b of x.nc has the shape 2 x 2 x 1, but a of x.nc has 2 x 1 x 2',
    );
    expect(() => joinFields(['a'], [grid('a of x.nc', [2, 1, 1], [NaN, NaN])])).toThrow('no known value');
  });

  it('are refused where single precision has no numbers for them', () => {
    const large = { ...two, values: inMemory(Float64Array.of(1, -2e160, 3, 4), 2) };
    expect(() => joinFields(['a'], [large])).toThrow(
      'a of x.nc has values up to 2e+160, beyond 1e-37 to 1e+37',
    );
    const small = { ...two, values: inMemory(Float64Array.of(1e-170, 0, Number.NaN, 0), 2) };
    expect(() => joinFields(['a'], [small])).toThrow('a of x.nc has values up to 1e-170');
  });
});
