import { expect, test } from 'vitest';
import { lastLayerOf, layersOf } from '../../../src-shared/experiment/bayesian-layers';
import { leastWeights } from '../../../src-shared/experiment/network-problems';
import { modelSchema } from '../../../src-shared/experiment/networks';
import type { Task } from '../../../src-workers/data/run-data';
import { buildModel } from '../../../src-workers/models/build-model';

// The names are known before any network is built; the networks themselves say whether they are right.
const numbers = { kind: 'regression', targetNames: ['y'], targetMean: [0], targetStd: [1] } as const;
const pictures: Task = { kind: 'classification', inputShape: [8, 8, 1], classNames: ['a', 'b'] };
const fields: Task = { ...numbers, inputShape: [9, 8, 2], targetShape: [9, 8, 2] };
const series = (features: number): Task => ({
  ...numbers,
  inputShape: [features > 1 ? 6 : 4, features],
  targetShape: [2, 1],
});
const forecaster = { kind: 'transformer', width: 8, heads: 2, encoderLayers: 2, decoderLayers: 1 };

test.each([
  ['an MLP', { kind: 'mlp', hidden: [5, 4] }, pictures, false],
  ['an MLP without hidden layers', { kind: 'mlp', hidden: [] }, pictures, false],
  ['a CNN', { kind: 'cnn', channels: [2, 3], hidden: [4] }, pictures, false],
  ['a vision transformer', { kind: 'vit', width: 8, depth: 2, heads: 2, mlpWidth: 8 }, pictures, false],
  ['a transformer', forecaster, series(1), false],
  ['a transformer with a calendar', forecaster, series(3), true],
  ['a Swin transformer', { kind: 'swin', width: 4, depths: [2, 1], headWidth: 2, window: 2 }, fields, false],
])('the named layers of %s are those it is built with', (_what, settings, task, hasCalendar) => {
  const model = modelSchema.parse(settings);
  const built = buildModel(model, task).weights;
  const named = leastWeights(model, hasCalendar);
  expect([...layersOf(named)].sort()).toEqual([...layersOf(built)].sort());
  expect(lastLayerOf(named)).toBe(lastLayerOf(built));
});
