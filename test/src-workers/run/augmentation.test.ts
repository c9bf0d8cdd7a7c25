import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Parallel = ExperimentInput['parallel'];
type Augmentation = 'none' | 'shared' | 'independent';

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

function train(augmentation: Augmentation, parallel: Parallel): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [16] },
    training: { samples: 4, batchSize: 32, epochs: 1, steps: 10, augmentation },
    parallel,
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() });
}

function distance(some: GroupResult, other: GroupResult): number {
  const distances = [...some.posterior].map(([name, values]) =>
    relativeDistance(other.posterior.get(name) ?? [], values),
  );
  return Math.max(...distances);
}

const alone: Parallel = { mode: 'local', devices: ['cpu:0'] };
const sharingSamples: Parallel = { mode: 'sp', devices: ['cpu:0', 'cpu:1'] };
const sharingItems: Parallel = { mode: 'ddp', devices: ['cpu:0', 'cpu:1'] };

describe('training on augmented pictures', () => {
  test('that are shared ends where the single device does, whoever holds samples or items', async () => {
    const single = await train('shared', alone);
    expect(distance(await train('shared', sharingSamples), single)).toBeLessThan(1e-4);
    expect(distance(await train('shared', sharingItems), single)).toBeLessThan(1e-4);
  });

  test('ends elsewhere than on plain ones, and elsewhere again where each sample group has its own', async () => {
    const shared = await train('shared', sharingSamples);
    expect(distance(await train('none', sharingSamples), shared)).toBeGreaterThan(1e-3);
    expect(distance(await train('independent', sharingSamples), shared)).toBeGreaterThan(1e-3);
  });
});
