import { expect, test } from 'vitest';
import { stepsOf } from '../../../src-shared/devices/workload';
import { evaluationSamples } from '../../../src-shared/experiment/evaluation-samples';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const epochsOf = (settings: object, items: number) => stepsOf(experiment(settings).training, items).epochs;

const experiment = (settings: object) =>
  experimentSchema.parse({
    data: { dataset: 'yacht' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
    ...settings,
  });

test('a small table is trained for 5000 steps where nothing is said of its length, a large one for 30 epochs', () => {
  // 4 steps an epoch, the last of 57 items, and 844.
  expect(epochsOf({}, 249)).toBe(1250);
  expect(epochsOf({}, 54_016)).toBe(30);
});

test('epochs that are asked for are as many as there are', () => {
  expect(epochsOf({ training: { epochs: 2 } }, 249)).toBe(2);
});

test('least steps end with a whole epoch', () => {
  expect(epochsOf({ training: { epochs: 2, leastSteps: 10 } }, 249)).toBe(3);
  // 3 steps an epoch.
  expect(epochsOf({ training: { epochs: 2, leastSteps: 10, lastBatch: 'drop' } }, 249)).toBe(4);
});

test('final scores are of 64 samples where they can be drawn, of the members there are, and of the one point', () => {
  const samples = (method: string, step: number) =>
    evaluationSamples(experiment({ inference: { method }, training: { samples: step } }));
  expect(samples('variational', 8)).toBe(64);
  expect(samples('mc-dropout', 8)).toBe(64);
  expect(samples('deep-ensemble', 5)).toBe(5);
  expect(samples('point-estimate', 1)).toBe(1);
});
