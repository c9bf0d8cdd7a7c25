import { join } from 'node:path';
import { test } from 'vitest';
import { expectSameReading, netcdfReadings } from './netcdf-readings';

// Recorded from netCDF4-python, xarray and h5py by `npm run parity -- --record`; no Python is needed here.
const fixtures = join(import.meta.dirname, 'fixtures', 'netcdf');

test.each(netcdfReadings(fixtures))('$file is read as netCDF4-python reads it', (reading) =>
  expectSameReading(fixtures, reading),
);
