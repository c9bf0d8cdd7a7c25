import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

// 1293 items in batches of 430: three steps of 430 items and one of 3, twice. Over four workers one has none of the three.
const devices = (count: number): string[] => Array.from({ length: count }, (_, index) => `cpu:${index}`);

function experiment(
  inference: ExperimentInput['inference'],
  parallel: ExperimentInput['parallel'],
  training: ExperimentInput['training'] = {},
): ExperimentInput {
  return {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [16], activation: 'relu' },
    inference: { posteriorStd: 0.1, ...inference },
    training: { samples: 4, batchSize: 430, epochs: 2, ...training },
    parallel,
  };
}

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

const train = (input: ExperimentInput): Promise<GroupResult> =>
  trainWithWorkers(script, input, { kind: 'tensorflow', binding: bindingPath() });

function expectSamePath(other: GroupResult, single: GroupResult): void {
  // Eight steps of Adam on float32 sums in another order.
  for (const [name, values] of single.posterior)
    expect(relativeDistance(other.posterior.get(name) ?? [], values), name).toBeLessThan(1e-4);
}

const local = { mode: 'local', devices: devices(1) } as const;

describe.each([
  ['elbo', {}],
  ['the likelihood pooled exactly', { objective: 'pooled', reduction: 'exact' }],
  ['local reparameterisation', { localReparameterisation: true }],
  ['a deep ensemble', { method: 'deep-ensemble' }],
] as const)('the smaller last step of an epoch by %s', (_name, inference) => {
  let single: GroupResult;
  beforeAll(async () => {
    single = await train(experiment(inference, { ...local, devices: [...local.devices] }));
  });

  test.each([
    ['ddp on 4 workers, of which one has no item', { mode: 'ddp', devices: devices(4) }],
    ['hybrid on 2 x 2 workers', { mode: 'hybrid', devices: devices(4), dataGroups: 2 }],
    ['sp on 2 workers', { mode: 'sp', devices: devices(2) }],
  ] as const)('ends where the single device does in %s', async (_mesh, parallel) => {
    expectSamePath(await train(experiment(inference, { ...parallel })), single);
  });

  test('is another path than where those items are dropped', async () => {
    const dropped = await train(
      experiment(inference, { ...local, devices: [...local.devices] }, { lastBatch: 'drop' }),
    );
    const distances = [...single.posterior].map(([name, values]) =>
      relativeDistance(dropped.posterior.get(name) ?? [], values),
    );
    expect(Math.max(...distances)).toBeGreaterThan(1e-3);
  });
});

test('the slow JavaScript engine takes the same steps, over 2 workers and in passes of 3 samples too', async () => {
  const short = experiment({}, { mode: 'ddp', devices: devices(2) }, { samplesPerPass: 3 });
  expectSamePath(await trainWithWorkers(script, short, { kind: 'javascript' }), await train(short));
});
