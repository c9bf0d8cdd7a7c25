import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openZarrFields } from '../../../src-files/zarr/zarr-fields';
import { axisNames, fieldVariables } from '../../../src-workers/predict/predicted-variables';
import type { PredictedFields } from '../../../src-workers/predict/prediction-inputs';
import type { ResultColumn } from '../../../src-workers/predict/tables/result-column';
import { ZarrWriter } from '../../../src-workers/predict/zarr-writer';
import { temporaryFolder } from '../../temporary-folder';

/** Two steps of 1 x 2 cells, as a file from elsewhere calls their axes. */
function fieldsOver(
  axes: readonly [string, string, string],
  names: readonly string[] = ['t2m'],
): PredictedFields {
  return {
    names,
    units: names.map(() => 'K'),
    steps: 2,
    height: 1,
    width: 2,
    rows: new Float64Array(),
    columns: new Float64Array(),
    axes: axes.map((name) => ({ name, attributes: {} })),
    times: undefined,
  };
}

/** The store's folder, in a folder that has nothing else. */
async function written(
  fields: PredictedFields,
): Promise<{ readonly outside: string; readonly store: string }> {
  const outside = temporaryFolder();
  const store = join(outside, 'deep', 'predicted.zarr');
  mkdirSync(store, { recursive: true });
  const writer = new ZarrWriter(store, fields);
  const column = (name: string, values: ArrayLike<number>): ResultColumn => ({
    name,
    kind: 'number',
    values,
  });
  const keys = ['step', 'row', 'column', 'field'].map((name) => column(name, []));
  const values = Array.from({ length: 4 * fields.names.length }, (_, at) => at);
  await writer.write([...keys, column('mean', values)]);
  await writer.finish();
  return { outside, store };
}

test.each(['../../elsewhere', '/elsewhere', '..', '.zattrs', 'group/latitude', 'a\\b'])(
  'an axis called %s is written into the store, and nothing outside of it',
  async (name) => {
    const { outside, store } = await written(fieldsOver(['time', name, 'x']));
    expect(readdirSync(outside)).toEqual(['deep']);
    expect(readdirSync(join(outside, 'deep'))).toEqual(['predicted.zarr']);
    const folders = readdirSync(store, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).sort()).toEqual(
      ['time', 'x', 't2m_mean', axisNames(fieldsOver(['time', name, 'x']))[1]].sort(),
    );
    const [read] = openZarrFields(store, ['t2m_mean']);
    expect([...read.values.step(1)]).toEqual([2, 3]);
  },
);

test('axes and fields of one name, in capitals or by what no name may hold, are told apart by numbers', async () => {
  const fields = fieldsOver(['n', 'N', 'n'], ['z 500', 'z_500']);
  expect(axisNames(fields)).toEqual(['n', 'N_2', 'n_3']);
  expect(
    fieldVariables(fields, ['mean']).map(({ name, attributes }) => [name, attributes.long_name]),
  ).toEqual([
    ['z_500_mean', 'z 500, mean'],
    ['z_500_mean_2', 'z_500, mean'],
  ]);
  const { store } = await written(fields);
  const told: unknown = JSON.parse(readFileSync(join(store, 'z_500_mean_2', '.zattrs'), 'utf8'));
  expect(told).toMatchObject({ long_name: 'z_500, mean', _ARRAY_DIMENSIONS: ['n', 'N_2', 'n_3'] });
  const [first, second] = openZarrFields(store, ['z_500_mean', 'z_500_mean_2']);
  expect([...first.values.step(0), ...second.values.step(0)]).toEqual([0, 2, 1, 3]);
});

test('a field whose column is called as an axis is told apart from it', () => {
  const fields = fieldsOver(['t2m_mean', 'y', 'x']);
  expect(fieldVariables(fields, ['mean'])[0].name).toBe('t2m_mean_2');
});
