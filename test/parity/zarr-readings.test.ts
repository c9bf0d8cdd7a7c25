import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFieldsAt } from '../../src-files/data/read-fields';

const folder = `${import.meta.dirname}/fixtures/zarr`;

interface Reading {
  readonly variable: string;
  readonly levels: readonly number[] | null;
  readonly shape: readonly number[];
  /** Of each level. */
  readonly values: readonly (readonly (number | null)[])[];
}

const expected: Readonly<Record<string, Reading>> = JSON.parse(
  readFileSync(`${folder}/expected.json`, 'utf8'),
);

describe('fields of Zarr stores and of several files, as xarray reads them (write_zarr.py wrote stores and readings)', () => {
  it.each(Object.entries(expected))('%s', async (name, { variable, levels, shape, values }) => {
    const place = { name: variable, file: `${folder}/${name}`, variable, ...(levels ? { levels } : {}) };
    const read = await readFieldsAt([place]);
    expect([read.steps, read.height, read.width]).toEqual(shape);
    expect(read.fields).toHaveLength(values.length);
    read.fields.forEach((field, at) => {
      const own = Array.from({ length: read.steps }, (_, step) => [...field.step(step)]).flat();
      expect(own.map((value) => (Number.isNaN(value) ? null : value))).toEqual(values[at]);
    });
    // All of them run without a gap.
    expect(read.gaps).toEqual([]);
  });
});
