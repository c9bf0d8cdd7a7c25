import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectSameReading, netcdfReadings } from './netcdf-readings';
import { records, runPython } from './python';

test('fields that netCDF4-python, xarray and h5py write are read as netCDF4-python reads them', async () => {
  const folder = join(records, 'netcdf');
  mkdirSync(folder, { recursive: true });
  await runPython('write_netcdf.py', folder);
  const readings = netcdfReadings(folder);
  expect(readings.length).toBeGreaterThan(40);
  for (const reading of readings) await expectSameReading(folder, reading);
});
