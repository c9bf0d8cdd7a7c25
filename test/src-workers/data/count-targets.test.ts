import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const counts = [0, 3, 1, 250, 7, 12, 0, 5, 1000, 2];

async function opened(zeroIs: 'mean-count' | 'one') {
  const path = join(temporaryFolder(), 'counts.csv');
  writeFileSync(path, `x,n\n${counts.map((count, row) => `${row * row},${count}`).join('\n')}\n`);
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path, target: 'n', testFraction: 0.2, validationFraction: 0 },
    model: { kind: 'mlp', hidden: [2] },
    inference: { noise: { kind: 'poisson', zeroIs } },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return openRunData(experiment, path);
}

test('counts are multiples of their mean in the training items, and come back whole', async () => {
  const data = await opened('mean-count');
  if (data.task.kind !== 'regression') throw new Error('These are values.');
  const mean = [...data.train].reduce((sum, row) => sum + counts[row], 0) / data.train.length;
  expect(data.task.targetMean).toEqual([0]);
  expect(data.task.targetStd[0]).toBeCloseTo(mean, 9);
  for (const indices of [data.train, data.test]) {
    const shares = Array.from(data.targetsOf(indices));
    // Single precision keeps seven digits.
    expect(shares).toEqual([...indices].map((row) => expect.closeTo(counts[row] / mean, 5)));
    const { targets } = data.trainReader(indices.length).read(plainItems(indices));
    expect([...targets]).toEqual(shares);
  }
  data.close();
});

test('where 0 is a rate of one, counts are as they are', async () => {
  const data = await opened('one');
  expect(data.task).toMatchObject({ targetMean: [0], targetStd: [1] });
  expect([...data.targetsOf(data.train)]).toEqual([...data.train].map((row) => counts[row]));
  data.close();
});
