import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Swag } from '../../../src-shared/experiment/methods/swag-facts';
import { layoutOf } from '../../../src-workers/engine/parameter-layout';
import { planSteps } from '../../../src-workers/parallel/step-plan';
import { KeptDraws } from '../../../src-workers/run/kept-draws';
import { snapshotRates } from '../../../src-workers/swag/snapshot-rates';
import { stepsOfSnapshots } from '../../../src-workers/swag/snapshot-steps';

const swag: Swag = { method: 'swag', from: 0.5, rank: 3, rate: 0.4, draws: 2 };

test('a snapshot is taken after each epoch of the last steps', () => {
  expect([...stepsOfSnapshots(swag, { totalSteps: 80, stepsPerEpoch: 10 })]).toEqual([50, 60, 70, 80]);
});

test('more often where so few epochs are left that there would be fewer than the rank', () => {
  expect([...stepsOfSnapshots(swag, { totalSteps: 20, stepsPerEpoch: 10 })]).toEqual([13, 16, 19]);
});

test('as often as was asked for', () => {
  const steps = stepsOfSnapshots({ ...swag, every: 2 }, { totalSteps: 20, stepsPerEpoch: 10 });
  expect([...steps]).toEqual([12, 14, 16, 18, 20]);
});

test('too few steps for the rank are refused with the numbers', () => {
  expect(() => stepsOfSnapshots({ ...swag, rank: 20 }, { totalSteps: 30, stepsPerEpoch: 10 })).toThrow(
    'inference.rank: 15 of the 30 steps are left for snapshots, which are 15 with one every 1; rank 20 needs 20 steps, so set training.epochs higher, or inference.from or inference.rank lower.',
  );
  expect(() => stepsOfSnapshots({ ...swag, every: 6 }, { totalSteps: 30, stepsPerEpoch: 10 })).toThrow(
    'which are 2 with one every 6; rank 3 needs 18 steps, so set training.epochs higher, or inference.from, inference.every or inference.rank lower.',
  );
});

test('the schedule ends where snapshots begin; from there on the rate is constant', () => {
  const rates = snapshotRates(
    swag,
    { totalSteps: 80, stepsPerEpoch: 10 },
    { learningRate: 0.01, warmupEpochs: 0, schedule: { kind: 'cosine', finalFraction: 0 }, epochs: 8 },
  );
  expect(rates(1)).toBe(0.01);
  expect(rates(21)).toBeCloseTo(0.005, 12);
  expect(rates(40)).toBeLessThan(0.0001);
  expect([41, 60, 80].map(rates)).toEqual([0.004, 0.004, 0.004]);
});

test('a run that is stopped says what its posterior lacks, and draws from the snapshots there are', () => {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [] },
    inference: swag,
    training: { samples: 1, batchSize: 10, epochs: 8 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const layout = layoutOf([{ name: 'w', shape: [1, 2] }]);
  const draws = new KeptDraws(experiment, planSteps(experiment, 0, 1, 100));
  draws.complete(layout);
  expect(draws.all).toEqual([]);
  expect(draws.missing).toBe(
    'No snapshot was taken yet: scores and posterior are those of the networks as they stand.',
  );
  const weights = new Float32Array(layout.floats).fill(2);
  draws.add(weights);
  draws.complete(layout);
  // One snapshot has no variance.
  expect(draws.all.map((draw) => [...draw.slice(0, 2)])).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(draws.missing).toBe(
    'Only 1 of 4 snapshots were taken: the posterior is narrower than it was to be.',
  );
  draws.add(weights);
  draws.add(weights);
  expect(draws.missing).toBeUndefined();
});
