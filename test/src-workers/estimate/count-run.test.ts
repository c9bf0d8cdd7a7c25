import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { datasetFolder } from '../../../src-main/datasets/datasets';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import type { Counting } from '../../../src-shared/runs/run-estimate';
import { countRun } from '../../../src-workers/estimate/count-run';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { prepareRun } from '../../../src-workers/run/prepared-run';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';

const javascript: EngineChoice = { kind: 'javascript' };
const digits: ExperimentInput = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [20] },
  training: { samples: 6, batchSize: 32 },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

function countingOf(input: ExperimentInput, location?: string): Counting {
  const experiment = experimentSchema.parse(input);
  const place = location ?? datasetFolder(experiment.data, '');
  return { experiment, location: place, dataMark: JSON.stringify(experiment.data) + place, kinds: ['cpu'] };
}

test('weights, and what is trained: of a variational posterior a mean and a deviation each', async () => {
  const counted = await countRun(countingOf(digits), javascript);
  const weights = 64 * 20 + 20 + 20 * 10 + 10;
  expect(counted).toMatchObject({ weights, bayesian: weights, trained: 2 * weights });
  expect(counted.memory, 'plain JavaScript cannot tell').toEqual({});
});

test('a layer without a distribution has no deviations', async () => {
  const last = { ...digits, inference: { bayesianLayers: ['last'] } };
  const counted = await countRun(countingOf(last), javascript);
  const head = 20 * 10 + 10;
  expect(counted.bayesian).toBe(head);
  expect(counted.trained).toBe(counted.weights + head);
});

test('members are those of the device with the largest share', async () => {
  const ensemble = { ...digits, inference: { method: 'deep-ensemble' as const }, training: { samples: 5 } };
  const counted = await countRun(countingOf(ensemble), javascript);
  expect(counted).toMatchObject({ bayesian: 0, trained: 3 * counted.weights });
});

const choice: EngineChoice = { kind: 'tensorflow', binding: bindingPath() };

test('the memory is what a worker counts before its first step', async () => {
  const counting = countingOf(digits);
  const { memory } = await countRun(counting, choice);
  const data = await openRunData(counting.experiment, counting.location);
  const folders = { datasetFolder: counting.location, runFolder: '/r', exchangeFolder: '/e' };
  const task = {
    runId: 'a',
    experiment: counting.experiment,
    rank: 0,
    workers: 2,
    device: 'cpu:0',
    engine: choice,
    ...folders,
  };
  const { compiled } = prepareRun(task, data);
  onTestFinished(() => {
    compiled.dispose();
    data.close();
  });
  expect(memory.cpu).toEqual(compiled.memory?.('cpu'));
});

test('fewer samples at once need less', async () => {
  const wide: ExperimentInput = { ...digits, model: { kind: 'mlp', hidden: [400, 400] } };
  const few: ExperimentInput = { ...wide, training: { ...wide.training, samplesPerPass: 1 } };
  // One of three draws; what all of them need stays.
  const [all, one] = await Promise.all([wide, few].map((input) => countRun(countingOf(input), choice)));
  expect(one?.memory.cpu?.tensors ?? 0).toBeLessThan(0.7 * (all?.memory.cpu?.tensors ?? 0));
});

test('pictures of a person’s own are counted by their names, and none is decoded', async () => {
  const folder = temporaryFolder();
  for (const name of ['cats', 'dogs']) {
    mkdirSync(join(folder, name));
    for (let number = 0; number < 10; number += 1)
      writeFileSync(join(folder, name, `${number}.png`), 'no picture');
  }
  const own: ExperimentInput = {
    ...digits,
    data: { dataset: 'images', path: folder, size: [8, 8], testFraction: 0.2, validationFraction: 0.25 },
  };
  const counted = await countRun(countingOf(own, folder), javascript);
  // Of each class 2 are for the test, and 2 of the other 8 for validation.
  expect(counted.trainItems).toBe(12);
  expect(counted.weights).toBe(8 * 8 * 3 * 20 + 20 + 20 * 2 + 2);
});

test('what the start would refuse is refused with the same words, and asking again is possible', async () => {
  const unknown = { ...digits, inference: { bayesianLayers: ['nowhere'] } };
  await expect(countRun(countingOf(unknown), javascript)).rejects.toThrow('There is no layer nowhere');
  const missing = countingOf({ ...digits, data: { dataset: 'digits', path: '/nowhere' } }, '/nowhere');
  await expect(countRun(missing, javascript)).rejects.toThrow('/nowhere');
  await expect(countRun(missing, javascript)).rejects.toThrow('/nowhere');
  await expect(countRun(countingOf(digits), javascript)).resolves.toBeDefined();
});
