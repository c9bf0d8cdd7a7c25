import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openNetcdf4 } from '../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../src-files/netcdf/read-grid-variables';

/** A file that another program wrote, and what netCDF4-python reads of it; null is masked. */
export interface NetcdfReading {
  readonly file: string;
  readonly variable: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | null)[];
}

export function netcdfReadings(folder: string): readonly NetcdfReading[] {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
}

/** All values are the same to the last bit: what unpacks them is one multiplication and one addition in both. */
export async function expectSameReading(folder: string, { file, variable, shape, values }: NetcdfReading) {
  const bytes = readFileSync(join(folder, file));
  const [read] = await readGridVariables(bytes, file, [variable], openNetcdf4);
  expect(read?.shape, file).toEqual(shape);
  const known = Array.from(read?.values ?? [], (value) => (Number.isNaN(value) ? null : value));
  expect(known, file).toEqual(values);
}
