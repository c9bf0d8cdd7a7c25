import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkExperiment } from '../../../src-shared/experiment/problems';
import { nothingToMeasure } from '../../../src-workers/data/nothing-to-measure';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

async function toldOf(rows: string, data: object, training: object = {}) {
  const path = join(temporaryFolder(), 't.csv');
  writeFileSync(path, `a,y\n${rows}`);
  const checked = checkExperiment({
    data: { path, ...('dataset' in data ? {} : { dataset: 'table', target: 'y' }), ...data },
    model: { kind: 'mlp' },
    training,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  if (!checked.ok) return checked.problems.map(({ path: setting, message }) => `${setting}: ${message}`);
  const opened = await openRunData(checked.experiment, path);
  // As a run tells them.
  return [...opened.warnings, ...nothingToMeasure(opened, checked.experiment)];
}

it('is told where a share of few rows rounds to none', async () => {
  const three = '1,2\n2,3\n3,4\n';
  expect(await toldOf(three, {})).toEqual([
    'No item is left for the test (data.testFraction), so this run will have no test scores.',
  ]);
  expect(await toldOf(three, { testFraction: 0.4 }, { earlyStopping: { patienceEpochs: 2 } })).toEqual([
    'No item is left for validation (data.validationFraction), so early stopping has nothing to go by and training runs through all its epochs.',
  ]);
  expect(await toldOf(three, { testFraction: 0.4 })).toEqual([]);
});

it('is told once of a target that is the same wherever it is trained on', async () => {
  expect(await toldOf('1,7\n2,7\n3,7\n4,7\n', { testFraction: 0.25, validationFraction: 0 })).toEqual([
    'y is 7 in every item that is trained on; there is nothing to learn of it: predict another target.',
  ]);
});

it('is told of a target that is the same wherever it is trained on, though it changes in the test', async () => {
  const days = Array.from(
    { length: 60 },
    (_, day) => `${new Date(864e5 * day).toISOString().slice(0, 10)},${day < 50 ? 7 : day}`,
  );
  const series = {
    dataset: 'time-series',
    timeColumn: 'a',
    valueColumn: 'y',
    history: 2,
    horizon: 1,
    calendar: false,
    testFraction: 0.2,
    validationFraction: 0.1,
  };
  expect(await toldOf(days.join('\n'), series)).toContain(
    'y is 7 wherever it is trained on: there is nothing to learn of it, and its scores say nothing.',
  );
});

it('is refused where early stopping was asked for and validation was not', async () => {
  expect(await toldOf('1,2\n', { validationFraction: 0 }, { earlyStopping: { patienceEpochs: 2 } })).toEqual([
    'data.validationFraction: Early stopping goes by validation.nll; hold items out for it, or set training.earlyStopping.by to train.loss.',
  ]);
});
