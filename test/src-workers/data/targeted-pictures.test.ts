import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { withFingerprint } from '../../../src-files/fingerprinting';
import { BadInputError } from '../../../src-shared/errors';
import { dataProblems } from '../../../src-shared/experiment/data-problems';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { outlineData } from '../../../src-workers/estimate/data-outline';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const fixtures = join(import.meta.dirname, '../../src-files/pictures/fixtures');
const files = ['colour.png', 'lossless.webp', 'plain.tif', 'palette.png', 'colour.jpg'];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('PARASAMPLE_CACHE', temporaryFolder());
  for (const file of files) copyFileSync(join(fixtures, file), join(folder, file));
});
afterEach(() => vi.unstubAllEnvs());

/** @param rows one for each picture, in the order of `files` */
function listed(header: string, rows: readonly string[]): string {
  const table = join(folder, 'list.csv');
  writeFileSync(table, [`file,${header}`, ...files.map((file, at) => `${file},${rows[at]}`), ''].join('\n'));
  return table;
}

function experimentOn(path: string, data: object): Experiment {
  return experimentSchema.parse({
    data: { dataset: 'images', path, size: [30, 40], testFraction: 0.2, validationFraction: 0.2, ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

async function refusal(path: string, data: object): Promise<string> {
  const { data: settings } = experimentOn(path, data);
  const said = await withFingerprint(() => checkData(settings, path)).catch((error: unknown) => error);
  expect(said).toBeInstanceOf(BadInputError);
  return String((said as Error).message).replaceAll(folder, 'DIR');
}

const split = ['train', 'train', 'train', 'val', 'test'];

describe('numbers of pictures', () => {
  const ages = ['1', '3', '5', '7', '-2'];
  const withAges = () =>
    listed(
      'age_years,split',
      ages.map((age, at) => `${age},${split[at]}`),
    );

  test('come from a column, standardised on what is trained on, with its name and unit', async () => {
    const path = withAges();
    const data = await openRunData(experimentOn(path, { task: 'regression', target: 'age_years' }), path);
    const std = Math.sqrt(8 / 3);
    expect(data.task).toMatchObject({
      kind: 'regression',
      inputShape: [30, 40, 3],
      targetShape: [1],
      targetMean: [3],
    });
    expect([[...data.train], [...data.validation], [...data.test]]).toEqual([[0, 1, 2], [3], [4]]);
    const targets = data.targetsOf(Uint32Array.of(0, 3, 4));
    expect([...targets]).toEqual([-2 / std, 4 / std, -5 / std].map(Math.fround));
    expect([...data.evaluationReader(2).read(plainItems(Uint32Array.of(3, 4))).targets]).toEqual([
      ...targets.subarray(1),
    ]);
    data.close();
  });

  test('are seen the same by the thread that reads ahead, whatever view of the picture', async () => {
    const path = withAges();
    const experiment = { ...experimentOn(path, { task: 'regression', target: 'age_years' }) };
    const data = await openRunData({ ...experiment, training: { ...experiment.training, views: 2 } }, path);
    const { targets } = data
      .trainReader(4)
      .read({ indices: Uint32Array.of(0, 2, 0, 2), epoch: 1, views: [0, 1] });
    const [first, last] = data.targetsOf(Uint32Array.of(0, 2));
    expect([...targets]).toEqual([first, last, first, last]);
    data.close();
  });

  test('are known to the estimate before any picture is decoded', async () => {
    const path = withAges();
    const experiment = experimentOn(path, { task: 'regression', target: 'age_years' });
    const { task, trainItems } = await outlineData(experiment, path);
    const opened = await openRunData(experiment, path);
    expect({ task, trainItems }).toEqual({ task: opened.task, trainItems: opened.train.length });
    opened.close();
  });

  test('several of them beside each other have a likelihood each where they have heads', async () => {
    const path = listed(
      'age,kind,split',
      ages.map((age, at) => `${age},${'abaab'[at]},${split[at]}`),
    );
    const heads = [{ target: 'age' }, { target: 'kind', task: 'classification' }];
    const data = await openRunData(experimentOn(path, { target: ['age', 'kind'], heads }), path);
    expect(data.task).toMatchObject({ kind: 'heads', targetShape: [2] });
    expect([...data.targetsOf(Uint32Array.of(1, 4))]).toEqual(
      [0, 1, -5 / Math.sqrt(8 / 3), 1].map(Math.fround),
    );
    data.close();
  });

  test('a class of any column is learned as that of one called label', async () => {
    const path = listed(
      'species,split',
      ['cat', 'dog', 'cat', 'dog', 'cat'].map((name, at) => `${name},${split[at]}`),
    );
    const data = await openRunData(experimentOn(path, { target: 'species' }), path);
    expect(data.task).toMatchObject({ kind: 'classification', classNames: ['cat', 'dog'] });
    expect([...data.targetsOf(Uint32Array.of(0, 1))]).toEqual([0, 1]);
    data.close();
  });
});

describe('what cannot be predicted of pictures is refused in a sentence', () => {
  test.each([
    ['a column that is not there', { target: 'age' }, 'data.target: DIR/list.csv has no column named age'],
    ['a text among numbers', { target: 'kind' }, 'row 2, column kind'],
  ])('%s', async (_what, data, sentence) => {
    const path = listed('kind', ['a', 'b', 'a', 'b', 'a']);
    expect(await refusal(path, { task: 'regression', ...data })).toContain(sentence);
  });

  test('numbers of a folder, which has none', async () => {
    mkdirSync(join(folder, 'cat'));
    const said = await refusal(folder, { task: 'regression' });
    expect(said).toBe(
      'data.path: DIR is a folder, which tells the classes of pictures; their numbers are told by a CSV file of paths, one column for each number.',
    );
  });

  test('a column of masks', () => {
    const experiment = experimentOn(folder, { task: 'segmentation', target: 'age' });
    expect(dataProblems(experiment).map(({ path }) => path)).toContain('data.target');
  });

  test('several columns without heads that are not said to be numbers', () => {
    const experiment = experimentOn(folder, { target: ['age', 'kind'] });
    expect(dataProblems(experiment).map(({ path }) => path)).toContain('data.task');
  });
});
