import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

let script: string;
beforeAll(async () => {
  script = await buildWorker();
  const digits = await openRunData(
    experimentSchema.parse(experimentOf({ parallel: alone })),
    resolve('src-main/datasets/digits'),
  );
  trainItems = digits.train.length;
  digits.close();
});

const fixtures = join(import.meta.dirname, '../../parity/fixtures/onnx');

let trainItems: number;

interface Settings {
  readonly parallel: ExperimentInput['parallel'];
  readonly batchNorm?: 'batch' | 'sync';
  readonly inference?: ExperimentInput['inference'];
  readonly training?: ExperimentInput['training'];
}

// Rates at which eight steps leave the statistics of all layers far from where they began, and losses lower.
function experimentOf({ parallel, batchNorm = 'sync', inference, training }: Settings): ExperimentInput {
  return {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'onnx', path: join(fixtures, 'normalised-dynamo.onnx'), head: { classes: 10 }, batchNorm },
    inference,
    training: {
      samples: 4,
      batchSize: 32,
      epochs: 1,
      steps: 8,
      optimizer: { kind: 'sgd', learningRate: 1e-4 },
      ...training,
    },
    parallel,
  };
}

function train(
  settings: Settings,
  engine: EngineChoice = { kind: 'tensorflow', binding: bindingPath() },
): Promise<GroupResult> {
  return trainWithWorkers(script, experimentOf(settings), engine);
}

const devices = (count: number) => Array.from({ length: count }, (_, index) => `cpu:${index}`);
const alone: ExperimentInput['parallel'] = { mode: 'local', devices: devices(1) };
const two: ExperimentInput['parallel'] = { mode: 'ddp', devices: devices(2) };

function losses({ messages }: GroupResult): readonly number[] {
  return messages.flatMap((message) =>
    message.type === 'metrics'
      ? message.points.filter(({ name }) => name === 'train.loss').map(({ value }) => value)
      : [],
  );
}

/** Of sums in another order; the first layer's mean of standardised pixels is near zero, so that it is held against their deviation. */
function expectSame(some: GroupResult, other: GroupResult, closeness = 1e-5): void {
  expect(relativeDistance(losses(some), losses(other))).toBeLessThan(closeness);
  for (const [name, values] of other.posterior) {
    const ours = some.posterior.get(name) ?? new Float32Array();
    if (name === 'norm0.running_mean') expect(Math.abs(ours[0] - values[0])).toBeLessThan(closeness);
    else expect(relativeDistance(ours, values), name).toBeLessThan(closeness);
  }
}

test('two devices that share batches take the steps of one that has them whole, and others with statistics of their parts', async () => {
  const single = await train({ parallel: alone });
  expect(losses(single)).toHaveLength(8);
  const shared = await train({ parallel: two });
  expectSame(shared, single);
  const parts = await train({ parallel: two, batchNorm: 'batch' });
  expect(relativeDistance(losses(parts), losses(single))).toBeGreaterThan(1e-3);
  const tells = ({ messages }: GroupResult) =>
    messages.flatMap((message) => (message.type === 'log' ? [message.text] : []));
  expect(tells(shared)).toContainEqual(expect.stringContaining('own batch over all devices that share it'));
  expect(tells(parts)).toContainEqual(expect.stringContaining('own part of the batch on each device'));
});

test('so does a mesh of four, each group of which has its samples in several passes, with whole batches for a pooled likelihood too', async () => {
  const settings = {
    inference: { objective: 'pooled', reduction: 'exact' },
    training: { samplesPerPass: 1 },
  } as const;
  const single = await train({ parallel: alone, ...settings });
  const mesh = await train({
    parallel: { mode: 'hybrid', devices: devices(4), dataGroups: 2 },
    ...settings,
  });
  expectSame(mesh, single);
});

test('members of an ensemble keep statistics of their own on such a mesh', async () => {
  const inference = { method: 'deep-ensemble' } as const;
  const single = await train({ parallel: alone, inference });
  const mesh = await train({
    parallel: { mode: 'hybrid', devices: devices(4), dataGroups: 2 },
    inference,
  });
  expectSame(mesh, single);
});

// torch.nn.SyncBatchNorm looks at the whole batch, too, whatever of it a process has.
test('parts differ: of a last batch of two items three devices have one, one and none', async () => {
  const training = { batchSize: trainItems - 2, epochs: 2, steps: 4 };
  const single = await train({ parallel: alone, training });
  const three = await train({ parallel: { mode: 'ddp', devices: devices(3) }, training });
  // Two items are normalised by their difference, whatever it is, so that rounding counts for more.
  expectSame(three, single, 1e-3);
});

describe('refused in a sentence', () => {
  test('one item in all', async () => {
    await expect(train({ parallel: two, training: { batchSize: 1, steps: 1 } })).rejects.toThrow(
      /take a training\.batchSize by which it has two or more/,
    );
  });

  test('an engine without our own operations', async () => {
    await expect(train({ parallel: two, training: { steps: 1 } }, { kind: 'javascript' })).rejects.toThrow(
      /^model\.batchNorm: sync needs Parasample’s own operations/,
    );
  });
});
