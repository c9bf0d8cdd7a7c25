import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Parallel = ExperimentInput['parallel'];

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

function train(
  views: number,
  parallel: Parallel,
  {
    inference = {},
    samplesPerPass,
    augmentations,
  }: {
    inference?: ExperimentInput['inference'];
    samplesPerPass?: number;
    augmentations?: NonNullable<ExperimentInput['training']>['augmentations'];
  } = {},
): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [16] },
    inference,
    training: { samples: 5, batchSize: 32, epochs: 1, steps: 10, views, samplesPerPass, augmentations },
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
const onMesh: Parallel = {
  mode: 'hybrid',
  devices: ['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'],
  dataGroups: 2,
};
const inference = { posteriorStd: 0.1 };

describe('training on random views of pictures', () => {
  // Three views of five samples: the second worker's first sample sees the first view again.
  test.each([1, 3, 8])('of which there are %i ends where the single device does', async (views) => {
    const single = await train(views, alone);
    // Ten steps of Adam on float32 sums in another order.
    expect(distance(await train(views, sharingSamples), single)).toBeLessThan(1e-4);
    expect(distance(await train(views, sharingItems), single)).toBeLessThan(1e-4);
    expect(distance(await train(views, alone, { samplesPerPass: 2 }), single)).toBeLessThan(1e-4);
  });

  test('is the same on a mesh of four devices, which share samples and items', async () => {
    expect(distance(await train(3, onMesh), await train(3, alone))).toBeLessThan(1e-4);
  });

  test('is no other for likelihoods that are pooled over the samples, whose items are the same', async () => {
    const pooled = { inference: { ...inference, objective: 'pooled' } } as const;
    const single = await train(3, alone, pooled);
    expect(distance(await train(3, sharingSamples, pooled), single)).toBeLessThan(1e-4);
  });

  test('that are mixed, and their labels with them, ends where the single device does with any number of samples', async () => {
    const mixed = {
      augmentations: [{ kind: 'rand-augment' }, { kind: 'erasing' }, { kind: 'mix-up' }, { kind: 'cut-mix' }],
    } as const;
    const given = { augmentations: [...mixed.augmentations] };
    const single = await train(3, alone, given);
    expect(distance(await train(3, sharingSamples, given), single)).toBeLessThan(1e-4);
    expect(distance(await train(3, sharingItems, given), single)).toBeLessThan(1e-4);
    expect(distance(await train(3, alone, { ...given, samplesPerPass: 2 }), single)).toBeLessThan(1e-4);
    expect(distance(await train(3, alone), single)).toBeGreaterThan(1e-3);
  });

  test('ends elsewhere than on plain ones, and elsewhere again where there are more views', async () => {
    const one = await train(1, alone);
    expect(distance(await train(0, alone), one)).toBeGreaterThan(1e-3);
    expect(distance(await train(3, alone), one)).toBeGreaterThan(1e-3);
  });
});
