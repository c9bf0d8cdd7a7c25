import { describe, it } from 'vitest';
import { expectSameFields, zarrReadings } from './zarr-readings';

const folder = `${import.meta.dirname}/fixtures/zarr`;

describe('fields of Zarr stores and of several files, as xarray reads them (write_zarr.py wrote stores and readings)', () => {
  it.each(Object.entries(zarrReadings(folder)))('%s', (name, reading) =>
    expectSameFields(folder, name, reading),
  );
});
