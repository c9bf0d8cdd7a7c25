import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFields, readFieldsAt } from '../../../src-files/data/read-fields';
import { withFingerprint } from '../../../src-files/fingerprinting';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';
import { netcdf3, type Written } from '../netcdf/netcdf-files';

function written(folder: string, name: string, variables: readonly Written[]): string {
  const file = join(folder, name);
  writeFileSync(file, netcdf3(variables));
  return file;
}

/** A folder with the fields, and what is checked and read with static fields of another file. */
function fields() {
  const folder = temporaryFolder();
  const values = Array.from({ length: 40 }, (_, at) => at % 7);
  const path = written(folder, 'p.nc', [{ name: 'p', shape: [10, 2, 2], values }]);
  const experimentOn = (staticPath: string) =>
    experimentSchema.parse({
      data: { dataset: 'field', path, variables: ['p'], static: ['orog'], staticPath },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
  const checked = async (staticPath: string) => {
    const { data } = experimentOn(staticPath);
    if (data.dataset !== 'field') throw new Error('These are fields.');
    return checkFields(data, path);
  };
  return { folder, path, experimentOn, checked };
}

test('static fields are read from a file of their own, which is one of those that a run was trained on', async () => {
  const { folder, path, experimentOn, checked } = fields();
  const heights = written(folder, 'heights.nc', [
    { name: 'orog', shape: [2, 2], values: [100, 300, 100, 300] },
  ]);
  expect(await checked(heights)).toEqual([2, 2, 2]);
  const { value, fingerprint } = await withFingerprint(() => openRunData(experimentOn(heights), path));
  expect(fingerprint.files.map(({ name }) => name)).toEqual(['heights.nc', 'p.nc']);
  const { inputs } = value.evaluationReader(1).read(plainItems(value.test.subarray(0, 1)));
  // 100 and 300 in deviations of 100 from their mean, behind the value of each cell.
  expect([inputs[1], inputs[3]]).toEqual([-1, 1]);
  value.close();
});

test('one of another grid, or without the field, is refused by its name', async () => {
  const { folder, path, checked } = fields();
  const wide = written(folder, 'wide.nc', [{ name: 'orog', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }]);
  await expect(checked(wide)).rejects.toThrow(
    `orog of ${wide} has a grid of 2 x 3, but p of ${path} one of 2 x 2; fields of one run share their grid.`,
  );
  const flat = written(folder, 'flat.nc', [{ name: 'orog', shape: [2, 2], values: [5, 5, 5, 5] }]);
  await expect(checked(flat)).rejects.toThrow(`data.static: orog of ${flat} is 5 everywhere`);
  const other = written(folder, 'other.nc', [{ name: 'slope', shape: [2, 2], values: [1, 2, 3, 4] }]);
  await expect(checked(other)).rejects.toThrow(
    `data.static: ${other} has no variable named orog; it has slope.`,
  );
  await expect(checked(join(folder, 'none.nc'))).rejects.toThrow(
    'none.nc is missing; there is no such file.',
  );
});

test('one without coordinates stays put when fields run the other way, and one in their own file goes with them', async () => {
  const { folder, path } = fields();
  const still = { name: 'orog', shape: [2, 2], values: [1, 2, 3, 4] };
  const apart = written(folder, 'apart.nc', [still]);
  const together = written(folder, 'together.nc', [
    { name: 'p', shape: [1, 2, 2], values: [1, 2, 3, 4] },
    still,
  ]);
  const staticOf = async (file: string, staticFile: string) => {
    const places = [{ name: 'p', variable: 'p', file }];
    const { statics } = await readFieldsAt(places, [{ name: 'orog', variable: 'orog', file: staticFile }]);
    return statics[0];
  };
  expect(await staticOf(path, apart)).toMatchObject({ name: 'orog', staysPut: true });
  expect(await staticOf(together, together)).not.toHaveProperty('staysPut');
});
