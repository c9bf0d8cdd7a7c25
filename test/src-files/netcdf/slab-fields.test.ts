import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stayOnDisk } from '../../../src-files/data/field-sources';
import { openNetcdf4 } from '../../../src-files/netcdf/hdf5-file';
import { outlinesInNetcdf, readGridVariables } from '../../../src-files/netcdf/read-grid-variables';
import { openSlabFields, outlinesOnDisk } from '../../../src-files/netcdf/slab-fields';
import { KeptSlabs } from '../../../src-files/netcdf/slab-steps';
import { temporaryFolder } from '../../temporary-folder';
import { netcdf3, netcdf4 } from './netcdf-files';

/** Written by netCDF4-python, h5py and xarray, which their reading whole is held against: `npm run parity -- --record`. */
const fixtures = join(import.meta.dirname, '..', '..', 'parity', 'fixtures', 'netcdf');

const variablesOf = async (file: string) => (await outlinesOnDisk(file)).map(({ name }) => name);

describe('a NetCDF file that stays on the disk', () => {
  test.each(readdirSync(fixtures).filter((name) => name.endsWith('.nc')))(
    '%s: its steps, read one by one in any order, are those of the whole',
    async (name) => {
      const file = join(fixtures, name);
      const bytes = new Uint8Array(readFileSync(file));
      expect(await outlinesOnDisk(file)).toEqual(await outlinesInNetcdf(bytes, file, openNetcdf4));
      let compared = 0;
      for (const variable of await variablesOf(file)) {
        const whole = await readGridVariables(bytes, file, [variable], openNetcdf4).catch(
          (error: unknown) => error,
        );
        const steps = await openSlabFields(file, [variable], {}, new KeptSlabs()).catch(
          (error: unknown) => error,
        );
        if (!Array.isArray(whole) || !Array.isArray(steps)) {
          expect(steps).toEqual(whole);
          continue;
        }
        for (const [at, { values, notes, ...facts }] of whole.entries()) {
          const { values: own, notes: _, ...ownFacts } = steps[at];
          expect(ownFacts).toEqual(facts);
          const [count, height, width] = facts.shape;
          for (let step = count - 1; step >= 0; step -= 1)
            expect(own.step(step)).toEqual(values.slice(step * height * width, (step + 1) * height * width));
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(0);
    },
  );

  test('of several levels those are read that are wanted, and what is static has no time', async () => {
    const file = join(import.meta.dirname, '..', '..', 'parity', 'fixtures', 'field-inputs', 'era.nc');
    const bytes = new Uint8Array(readFileSync(file));
    for (const [name, wanted] of [
      ['z', { levels: [850, 500] }],
      ['orog', { isStatic: true }],
    ] as const) {
      const whole = await readGridVariables(bytes, file, [name], openNetcdf4, wanted);
      const steps = await openSlabFields(file, [name], wanted, new KeptSlabs());
      expect(steps.map(({ level }) => level)).toEqual(whole.map(({ level }) => level));
      whole.forEach(({ values, shape: [count, height, width] }, at) => {
        for (let step = 0; step < count; step += 1)
          expect(steps[at].values.step(step)).toEqual(
            values.slice(step * height * width, (step + 1) * height * width),
          );
      });
    }
  });

  test('that was cut off, or is none, is refused by its name', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.nc');
    const wind = { name: 'wind', shape: [2, 1, 3], values: [1, 2, 3, 4, 5, 6] };
    for (const bytes of [netcdf3([wind]), await netcdf4([wind])]) {
      writeFileSync(file, bytes.subarray(0, bytes.length - 8));
      await expect(openSlabFields(file, ['wind'], {}, new KeptSlabs())).rejects.toThrow(
        `${file} is damaged or no whole NetCDF file (`,
      );
    }
    writeFileSync(file, 'date,OT');
    await expect(outlinesOnDisk(file)).rejects.toThrow(`${file} is no NetCDF file`);
  });

  test('is large by the bytes of all files together', () => {
    const file = join(fixtures, '..', 'field-inputs', 'era.nc');
    const { size } = statSync(file);
    expect([stayOnDisk([file], size), stayOnDisk([file, file], size)]).toEqual([false, true]);
  });
});
