import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { encodeBytes, encodeDoubles } from '../../../src-main/export/npy';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

function experimentOn(data: object) {
  return experimentSchema.parse({
    data: { testFraction: 0, validationFraction: 0, ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

function tableOf(lines: readonly string[], heads: readonly object[]) {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, lines.join('\n'));
  return { path, experiment: experimentOn({ dataset: 'table', path, target: ['kind', 'n', 'y'], heads }) };
}

const heads = [
  { target: 'y' },
  { target: 'kind', task: 'classification' },
  { target: 'n', noise: { kind: 'poisson' } },
];

test('targets of several heads lie side by side in the order of the columns: labels, counts over their mean, standardised values', async () => {
  const { path, experiment } = tableOf(['x,kind,n,y', '1,b,2,10', '2,a,4,30', '3,b,6,20'], heads);
  const data = await openRunData(experiment, path);
  const { task } = data;
  if (task.kind !== 'heads') throw new Error('There are several heads.');
  expect(task.targetShape).toEqual([3]);
  expect(task.heads.map(({ name, task: { kind } }) => [name, kind])).toEqual([
    ['kind', 'classification'],
    ['n', 'regression'],
    ['y', 'regression'],
  ]);
  expect(task.heads[1].task).toMatchObject({ targetMean: [0], targetStd: [4] });
  const targets = [...data.targetsOf(Uint32Array.of(0, 1))];
  const std = Math.sqrt(200 / 3);
  [1, 0.5, -10 / std, 0, 1, 10 / std].forEach((value, at) => {
    expect(targets[at]).toBeCloseTo(value, 5);
  });
  data.close();
});

test('a head of counts takes counts alone, and one of numbers no texts', async () => {
  const fractions = tableOf(['x,kind,n,y', '1,b,2.5,10', '2,a,4,30'], heads);
  await expect(checkData(fractions.experiment.data, fractions.path)).rejects.toThrow(
    'data.heads: counts are whole numbers from 0 to 16777216, and n is 2.5 in row 2',
  );
  const texts = tableOf(
    ['x,kind,n,y', '1,b,2,10', '2,a,4,30'],
    heads.map(({ target }) => ({ target })),
  );
  await expect(checkData(texts.experiment.data, texts.path)).rejects.toThrow(/column kind: "b" is no number/);
});

test('arrays have heads too, and one of several values is one head', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'x.npy'), encodeDoubles([3, 2], Float64Array.of(1, 2, 3, 4, 5, 6)));
  writeFileSync(join(folder, 'label.npy'), encodeBytes([3], Uint8Array.of(7, 9, 7)));
  writeFileSync(join(folder, 'place.npy'), encodeDoubles([3, 2], Float64Array.of(1, 0, 2, 0, 3, 6)));
  const own = [{ target: 'label', task: 'classification' }, { target: 'place' }];
  const data = await openRunData(
    experimentOn({ dataset: 'arrays', path: folder, targets: ['label', 'place'], heads: own }),
    folder,
  );
  const { task } = data;
  if (task.kind !== 'heads') throw new Error('There are several heads.');
  expect(task.targetShape).toEqual([3]);
  expect(task.heads[0].task).toMatchObject({ classNames: ['7', '9'] });
  expect(task.heads[1].task).toMatchObject({ targetNames: ['place[0]', 'place[1]'], targetMean: [2, 2] });
  expect(data.targetsOf(Uint32Array.of(1))[0]).toBe(1);
  data.close();
});
