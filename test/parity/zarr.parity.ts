import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { records, runPython } from './python';
import { expectSameFields, zarrReadings } from './zarr-readings';

test('Zarr stores that zarr-python and xarray write, and several NetCDF files together, are read as xarray reads them', async () => {
  const folder = join(records, 'zarr');
  mkdirSync(folder, { recursive: true });
  await runPython('write_zarr.py', folder);
  const readings = Object.entries(zarrReadings(folder));
  expect(readings.length).toBeGreaterThan(10);
  for (const [name, reading] of readings) await expectSameFields(folder, name, reading);
});
