import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readFieldsAt } from '../../src-files/data/read-fields';

/** What xarray reads of a store, or of several files together. */
export interface ZarrReading {
  readonly variable: string;
  readonly levels: readonly number[] | null;
  readonly shape: readonly number[];
  /** Of each level. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Of each store in the folder, as write_zarr.py wrote them. */
export function zarrReadings(folder: string): Readonly<Record<string, ZarrReading>> {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
}

export async function expectSameFields(
  folder: string,
  name: string,
  { variable, levels, shape, values }: ZarrReading,
): Promise<void> {
  const place = { name: variable, file: join(folder, name), variable, ...(levels ? { levels } : {}) };
  const read = await readFieldsAt([place]);
  expect([read.steps, read.height, read.width]).toEqual(shape);
  expect(read.fields).toHaveLength(values.length);
  read.fields.forEach((field, at) => {
    const own = Array.from({ length: read.steps }, (_, step) => [...field.step(step)]).flat();
    expect(own.map((value) => (Number.isNaN(value) ? null : value))).toEqual(values[at]);
  });
  // All of them run without a gap.
  expect(read.gaps).toEqual([]);
}
