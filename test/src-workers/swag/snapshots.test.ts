import { expect, test } from 'vitest';
import type { Swag } from '../../../src-shared/experiment/methods/swag-facts';
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
