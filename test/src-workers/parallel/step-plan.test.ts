import { describe, expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Schedule } from '../../../src-shared/experiment/schedules';
import { batchOfStep, planSteps } from '../../../src-workers/parallel/step-plan';
import { learningRateAt } from '../../../src-workers/train/learning-rate';

function experiment(training: ExperimentInput['training'], parallel: ExperimentInput['parallel']) {
  return experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [4], activation: 'relu' },
    training,
    parallel,
  });
}

const threeDevices = { mode: 'sp', devices: ['cpu:0', 'cpu:1', 'cpu:2'] } as const;

describe('the plan of a step', () => {
  test('splits 16 samples over 3 workers as 6, 5, 5, whose shares add up to the whole', () => {
    const asked = experiment(
      { samples: 16, batchSize: 32 },
      { ...threeDevices, devices: [...threeDevices.devices] },
    );
    const plans = [0, 1, 2].map((rank) => planSteps(asked, rank, 3, 100));
    expect(plans.map(({ share }) => [share.firstSample, share.samples, share.items])).toEqual([
      [0, 6, 32],
      [6, 5, 32],
      [11, 5, 32],
    ]);
    const total = plans.flatMap(({ passes }) => passes).reduce((sum, pass) => sum + pass.share, 0);
    expect(total).toBeCloseTo(1, 12);
  });

  test('takes several passes where samplesPerPass asks for it, none larger than that', () => {
    const asked = experiment({ samples: 8, samplesPerPass: 3 }, { mode: 'local', devices: ['cpu:0'] });
    const { passes } = planSteps(asked, 0, 1, 1000);
    expect(passes.map(({ firstSample, samples }) => [firstSample, samples])).toEqual([
      [0, 3],
      [3, 3],
      [6, 2],
    ]);
  });

  test('makes a smaller last step of an epoch of what fills no batch, whose shares add up to the whole too', () => {
    const mesh = { mode: 'ddp', devices: ['cpu:0', 'cpu:1', 'cpu:2'] } as const;
    const asked = experiment(
      { batchSize: 64, epochs: 3, samples: 2 },
      { ...mesh, devices: [...mesh.devices] },
    );
    const plans = [0, 1, 2].map((rank) => planSteps(asked, rank, 3, 194));
    expect(plans[0]).toMatchObject({ stepsPerEpoch: 4, totalSteps: 12, batchItems: 64 });
    // Two items are left for three workers: one of them computes with an item that counts for nothing.
    expect(plans.map(({ last }) => [last.share.firstItem, last.share.items, last.items])).toEqual([
      [0, 1, 1],
      [1, 1, 1],
      [2, 0, 1],
    ]);
    expect(plans.map(({ last }) => last.passes[0]?.share)).toEqual([0.5, 0.5, 0]);
    expect([3, 4, 8].map((step) => batchOfStep(plans[0], step).share.items)).toEqual([22, 1, 1]);
    // Where the batch is filled, the last step is as all are.
    const whole = planSteps(asked, 0, 3, 192);
    expect([whole.stepsPerEpoch, whole.last.share]).toEqual([3, whole.share]);
  });

  test('counts whole batches alone as an epoch where the last is dropped, and one where the data are fewer than a batch', () => {
    const local = { mode: 'local', devices: ['cpu:0'] } as const;
    const asked = experiment(
      { batchSize: 64, epochs: 3, lastBatch: 'drop' },
      { ...local, devices: [...local.devices] },
    );
    expect(planSteps(asked, 0, 1, 200)).toMatchObject({ stepsPerEpoch: 3, totalSteps: 9, batchItems: 64 });
    expect(planSteps(asked, 0, 1, 40)).toMatchObject({ stepsPerEpoch: 1, totalSteps: 3, batchItems: 40 });
  });

  test('ends at training.steps where that comes first', () => {
    const asked = experiment({ batchSize: 64, epochs: 3, steps: 4 }, { mode: 'local', devices: ['cpu:0'] });
    expect(planSteps(asked, 0, 1, 200).totalSteps).toBe(4);
  });
});

const settings = { learningRate: 0.8, warmupEpochs: 0, schedule: { kind: 'constant' }, epochs: 10 } as const;

describe('the learning rate', () => {
  test('grows linearly over the warm-up and then stays', () => {
    const rates = [1, 2, 4, 5, 100].map((step) => learningRateAt(step, 4, { ...settings, warmupEpochs: 1 }));
    expect(rates).toEqual([0.2, 0.4, 0.8, 0.8, 0.8]);
  });

  test('is full from the first step without warm-up', () => {
    expect(learningRateAt(1, 4, settings)).toBe(0.8);
  });

  test.each<[Schedule, number[]]>([
    [{ kind: 'step', everyEpochs: 2, factor: 0.5 }, [0.8, 0.8, 0.4, 0.4, 0.2]],
    [{ kind: 'multi-step', atEpochs: [1, 3], factor: 0.5 }, [0.8, 0.4, 0.4, 0.2, 0.2]],
    // 0.5 * (1 + cos(pi * epoch / 10)) of the way from the whole rate down to a tenth of it.
    [{ kind: 'cosine', finalFraction: 0.1 }, [0.8, 0.782, 0.731, 0.652, 0.551]],
  ])('follows the schedule %j from epoch to epoch', (schedule, expected) => {
    const rates = [0, 1, 2, 3, 4].map((epoch) => learningRateAt(epoch * 4 + 1, 4, { ...settings, schedule }));
    rates.forEach((rate, epoch) => {
      expect(rate).toBeCloseTo(expected[epoch], 3);
    });
  });
});
