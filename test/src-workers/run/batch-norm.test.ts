import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

const path = join(import.meta.dirname, '../../parity/fixtures/onnx/normalised-dynamo.onnx');

// A bias before a normalisation has no gradient but rounding, which Adam would make steps of.
const optimizer = { kind: 'sgd', learningRate: 1e-5 } as const;

function train(
  parallel: ExperimentInput['parallel'],
  inference: ExperimentInput['inference'] = {},
  training: ExperimentInput['training'] = {},
): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'onnx', path, head: { classes: 10 } },
    inference,
    training: { samples: 4, batchSize: 32, epochs: 1, steps: 8, optimizer, ...training },
    parallel,
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() });
}

const alone: ExperimentInput['parallel'] = { mode: 'local', devices: ['cpu:0'] };
const sharingSamples: ExperimentInput['parallel'] = { mode: 'sp', devices: ['cpu:0', 'cpu:1'] };
const sharingItems: ExperimentInput['parallel'] = { mode: 'ddp', devices: ['cpu:0', 'cpu:1'] };

function of({ posterior }: GroupResult, name: string): Float32Array {
  const values = posterior.get(name);
  if (!values) throw new Error(`There is no ${name} among ${[...posterior.keys()].join(', ')}.`);
  return values;
}

function expectSame(some: GroupResult, other: GroupResult): void {
  // Eight steps on float32 sums in another order.
  for (const [name, values] of other.posterior)
    expect(relativeDistance(of(some, name), values), name).toBeLessThan(1e-4);
}

test('running statistics are those of all samples, however these are spread over passes and devices', async () => {
  const single = await train(alone);
  expectSame(await train(sharingSamples), single);
  expectSame(await train(alone, {}, { samplesPerPass: 1 }), single);
  // From 1, a quarter of the way to the batch's own in eight steps of 0.3 and more.
  expect(of(single, 'norm1.running_var').every((value) => value !== 1)).toBe(true);
});

test('devices that share items average what each has of its own, which of means is the whole batch’s', async () => {
  const [single, shared] = [await train(alone), await train(sharingItems)];
  const mean = 'norm0.running_mean';
  // The input's normalisation sees the same, whatever the weights.
  expect(relativeDistance(of(shared, mean), of(single, mean))).toBeLessThan(1e-4);
  const variance = 'norm0.running_var';
  expect(relativeDistance(of(shared, variance), of(single, variance))).toBeLessThan(0.02);
});

test('members of an ensemble have statistics of their own, on whichever device they are', async () => {
  const inference = { method: 'deep-ensemble' } as const;
  const single = await train(alone, inference);
  expectSame(await train(sharingSamples, inference), single);
  const means = of(single, 'norm1.running_mean');
  expect(means).toHaveLength(4 * 3);
  expect(relativeDistance(means.subarray(0, 3), means.subarray(3, 6))).toBeGreaterThan(1e-3);
});

// torch.nn.BatchNorm1d: "Expected more than 1 value per channel when training".
test('one item on a device is refused where a layer has nothing else to normalise by', async () => {
  await expect(train(sharingItems, {}, { batchSize: 2 })).rejects.toThrow(/is left one item by a batch/);
});

test('frozen layers normalise with what the file has', async () => {
  const frozen = await train(alone, {}, { frozen: ['norm0'] });
  expect([...of(frozen, 'norm0.running_mean')]).toEqual([0]);
  expect(of(frozen, 'norm1.running_mean').every((value) => value !== 0)).toBe(true);
});

test('Monte Carlo dropout drops at the file’s nodes, the same on several devices', async () => {
  const inference = { method: 'mc-dropout' } as const;
  const single = await train(alone, inference);
  expectSame(await train(sharingSamples, inference), single);
  const none = await train(alone, { method: 'point-estimate' }, { samples: 1 });
  expect(relativeDistance(of(single, 'fc2.bias'), of(none, 'fc2.bias'))).toBeGreaterThan(1e-3);
});
