import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNetcdf4 } from '../../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../../src-files/netcdf/read-grid-variables';
import { openZarrFields } from '../../../src-files/zarr/zarr-fields';
import { openLabelled } from '../../../src-workers/kinds-of-data';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { netcdf3 } from '../../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../../temporary-folder';
import { fieldsWithHistory, writePosterior } from '../posterior/small-posteriors';

const engine = { kind: 'javascript' } as const;
const cells = 5 * 6;
const numbered = (length: number, first: number) => Array.from({ length }, (_, at) => at + first);

/** p of these steps, each value by its step and place; land; and q, a hundred higher, where it is wanted. */
function write(folder: string, name: string, first: number, steps: number, withTarget = true): string {
  const file = join(folder, name);
  const p = numbered(steps * cells, first * cells);
  writeFileSync(
    file,
    netcdf3([
      { name: 'p', shape: [steps, 5, 6], values: p },
      { name: 'land', shape: [5, 6], values: p.slice(0, cells).map((_, at) => at % 2) },
      ...(withTarget ? [{ name: 'q', shape: [steps, 5, 6], values: p.map((value) => value + 100) }] : []),
    ]),
  );
  return file;
}

async function predicted(folder: string, input: string) {
  const out = `${input}.out.nc`;
  const posterior = writePosterior(folder, fieldsWithHistory);
  await predictFile({ kind: 'predict', posterior, input, out, format: 'nc' }, engine, () => {});
  const [mean] = await readGridVariables(readFileSync(out), out, ['q_mean'], openNetcdf4);
  return mean;
}

test('the steps after those that have their history are predicted, of files without what is predicted', async () => {
  const folder = temporaryFolder();
  const four = await predicted(folder, write(folder, 'four.nc', 0, 4, false));
  expect([four.shape, four.unit]).toEqual([[3, 5, 6], 'K']);
  // The same two steps in a file of their own.
  const two = await predicted(folder, write(folder, 'two.nc', 2, 2, false));
  expect([...two.values]).toEqual([...four.values.subarray(2 * cells)]);
});

test('a Zarr store holds what a NetCDF file does, in chunks of whole steps', async () => {
  const folder = temporaryFolder();
  const input = write(folder, 'four.nc', 0, 4, false);
  const posterior = writePosterior(folder, fieldsWithHistory);
  const store = join(folder, 'out.zarr');
  mkdirSync(store);
  await predictFile({ kind: 'predict', posterior, input, out: store, format: 'zarr' }, engine, () => {});
  const asNetcdf = await predicted(folder, input);
  const [mean] = openZarrFields(store, ['q_mean']);
  expect([mean.shape, mean.unit, mean.axes]).toEqual([asNetcdf.shape, asNetcdf.unit, asNetcdf.axes]);
  expect(mean.times).toEqual(asNetcdf.times);
  const steps = [0, 1, 2].flatMap((step) => [...mean.values.step(step)]);
  expect(steps).toEqual([...asNetcdf.values]);
});

test('fewer steps than are seen, and what is static missing, are refused in a sentence', async () => {
  const folder = temporaryFolder();
  await expect(predicted(folder, write(folder, 'one.nc', 0, 1))).rejects.toThrow(
    'has no time step with the 1 before it (data.history) that this network sees.',
  );
  const file = join(folder, 'bare.nc');
  writeFileSync(file, netcdf3([{ name: 'p', shape: [2, 5, 6], values: numbered(2 * cells, 0) }]));
  await expect(predicted(folder, file)).rejects.toThrow('has no variable named land');
});

test('what is scored is the target alone, of each step that has its history and a next one', async () => {
  const folder = temporaryFolder();
  const { metadata } = await openPosterior(writePosterior(folder, fieldsWithHistory), 'as-scored');
  const file = write(folder, 'four.nc', 0, 4);
  const items = await openLabelled({ path: file, isFolder: false }, metadata, engine);
  expect(items.items).toBe(2);
  expect(items.keys[0].of(0)).toEqual([2]);
  // q is 100 more than p, whose second step begins with 30 and third with 60; the mean is 110, the spread 4.
  const targets = items.targets(0, 2);
  expect([targets[0], targets[cells]]).toEqual([(160 - 110) / 4, (190 - 110) / 4]);
  const inputs = await items.read(0, 1);
  expect([...inputs.subarray(0, 3)].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([
    Math.round((-20 / 3) * 1e5) / 1e5,
    Math.round((10 / 3) * 1e5) / 1e5,
    -1,
  ]);
});
