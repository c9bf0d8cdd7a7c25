import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { groupsOf } from '../../../../src-workers/assess/groups/groups-of';
import { openRunData } from '../../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../../temporary-folder';

/** Rows to train on in one file, and two sites of a test in another. */
function joinedTable(testHeader: string) {
  const folder = temporaryFolder();
  const [path, testPath] = [join(folder, 'train.csv'), join(folder, 'test.csv')];
  const rows = Array.from({ length: 20 }, (_, row) => `${row},north,${row * 2}`);
  writeFileSync(path, ['x,site,y', ...rows, ''].join('\n'));
  const of = (row: number, site: string) => (testHeader.includes('site') ? `${row},${site},1` : `${row},1`);
  writeFileSync(testPath, [testHeader, of(1, 'east'), of(2, 'west'), of(3, 'east'), ''].join('\n'));
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path, testPath, target: 'y', leaveOut: ['site'] },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return { path, experiment };
}

test('items of a test of its own file are taken apart by that file’s column', async () => {
  const { path, experiment } = joinedTable('x,site,y');
  const data = await openRunData(experiment, path);
  const { names, of } = await groupsOf('site', experiment, data, path);
  expect(names).toEqual(['east', 'west']);
  expect([...of]).toEqual([0, 1, 0]);
  data.close();
});

test('a column that the test’s file lacks is refused by name', async () => {
  const { path, experiment } = joinedTable('x,y');
  const data = await openRunData(experiment, path);
  await expect(groupsOf('site', experiment, data, path)).rejects.toThrow(
    /^data\.testPath: \S+test\.csv has no column named site, which \S+train\.csv has/,
  );
  data.close();
});
