import { describe, expect, test } from 'vitest';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { itemSetsOf } from '../../../src-workers/parallel/item-sets';
import { batchOfStep, planSteps } from '../../../src-workers/parallel/step-plan';
import {
  batchOfPass,
  EpochOrders,
  itemsOfStep,
  setsOfWorker,
} from '../../../src-workers/train/batch-of-step';

function experiment(training: object, inference: object, parallel: object): Experiment {
  return experimentSchema.parse({
    seed: 3,
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    inference,
    training: { samples: 5, batchSize: 4, ...training },
    parallel: { mode: 'local', devices: ['cpu:0'], ...parallel },
  });
}

/** Of which the last two fill no batch. */
const train = Uint32Array.from({ length: 14 }, (_, index) => 100 + index);
const ensemble = { method: 'deep-ensemble' };
const onTwo = { mode: 'sp', devices: ['cpu:0', 'cpu:1'] };

/** What each sample sees in the step that follows so many, over all workers: its items and its view. */
function seen(of: Experiment, step: number): { readonly items: number[]; readonly view: number }[] {
  const workers = of.parallel.devices.length;
  const all: { items: number[]; view: number }[] = [];
  for (let rank = 0; rank < workers; rank += 1) {
    const plan = planSteps(of, rank, workers, train.length);
    const sets = itemSetsOf(of);
    const own = setsOfWorker(sets, plan);
    const epoch = Math.floor(step / plan.stepsPerEpoch);
    const read = itemsOfStep(new EpochOrders(train, of.seed, epoch), own, plan, step);
    // The view of an item stands for its input.
    const batch = batchOfStep(plan, step + 1);
    const views = own.flatMap(({ view }) => Array<number>(batch.items).fill(view));
    const values = { inputs: Float32Array.from(views), targets: Int32Array.from(read) };
    for (const pass of batch.passes) {
      const { inputs, targets } = batchOfPass(sets, batch, values, pass);
      const setsSeen = inputs.length / batch.items;
      for (let sample = 0; sample < pass.samples; sample += 1) {
        const place = sets.ownTargets ? sample : 0;
        all.push({
          items: [...targets.subarray(place * batch.items, (place + 1) * batch.items)],
          view: inputs[(sample % setsSeen) * batch.items],
        });
      }
    }
  }
  return all;
}

describe('targets that follow views', () => {
  const masked = (views: number, samplesPerPass?: number) =>
    experimentSchema.parse({
      ...experiment({ views, samplesPerPass }, {}, onTwo),
      data: { dataset: 'images', path: '/pictures', task: 'segmentation' },
    });

  test.each([undefined, 2])('are for each sample those of the view that it sees', (samplesPerPass) => {
    const of = masked(2, samplesPerPass);
    const views: (readonly [sample: number, input: number, target: number])[] = [];
    for (let rank = 0; rank < 2; rank += 1) {
      const plan = planSteps(of, rank, 2, train.length);
      const sets = itemSetsOf(of);
      const batch = batchOfStep(plan, 1);
      // The view of an item stands for its input and for its target.
      const own = setsOfWorker(sets, plan).flatMap(({ view }) => Array<number>(batch.items).fill(view));
      for (const pass of batch.passes) {
        const seenIn = batchOfPass(
          sets,
          batch,
          { inputs: Float32Array.from(own), targets: Int32Array.from(own) },
          pass,
        );
        const setsSeen = seenIn.inputs.length / batch.items;
        expect(seenIn.targets).toHaveLength(pass.samples * batch.items);
        for (let sample = 0; sample < pass.samples; sample += 1)
          views.push([
            pass.firstSample + sample,
            seenIn.inputs[(sample % setsSeen) * batch.items],
            seenIn.targets[sample * batch.items],
          ]);
      }
    }
    expect(views).toEqual([0, 1, 2, 3, 4].map((sample) => [sample, sample % 2, sample % 2]));
  });

  test('are one for all where there is one view', () => {
    expect(itemSetsOf(masked(1)).ownTargets).toBe(false);
    expect(itemSetsOf(experiment({ views: 2 }, {}, {})).ownTargets).toBe(false);
  });
});

describe('the items of a step', () => {
  test('are in an order of its own for each member of an ensemble, each of which sees all items in an epoch', () => {
    const steps = [0, 1, 2, 3].map((step) => seen(experiment({}, ensemble, {}), step));
    const orders = [0, 1, 2, 3, 4].map((member) => steps.flatMap((step) => step[member].items));
    expect(new Set(orders.map(String)).size).toBe(5);
    for (const order of orders) expect([...order].sort()).toEqual([...train]);
  });

  test('are the same for all draws of one posterior', () => {
    const [first, ...others] = seen(experiment({}, {}, {}), 1);
    for (const { items } of others) expect(items).toEqual(first.items);
  });

  test('are the same for members whose likelihoods are pooled item by item', () => {
    const [first, ...others] = seen(experiment({}, { ...ensemble, objective: 'pooled' }, {}), 1);
    for (const { items } of others) expect(items).toEqual(first.items);
  });

  test.each([
    ['members', {}, ensemble],
    ['draws with three views', { views: 3 }, {}],
    ['draws with more views than samples', { views: 9 }, {}],
    ['members with two views', { views: 2 }, ensemble],
  ])('do not depend on devices or passes: %s', (_of, training, inference) => {
    // The smaller last step of an epoch, and the first of the next.
    for (const step of [3, 4]) {
      const single = seen(experiment(training, inference, {}), step);
      expect(single[0].items).toHaveLength(step === 3 ? 2 : 4);
      expect(seen(experiment(training, inference, onTwo), step)).toEqual(single);
      expect(seen(experiment({ ...training, samplesPerPass: 2 }, inference, {}), step)).toEqual(single);
      expect(seen(experiment({ ...training, samplesPerPass: 2 }, inference, onTwo), step)).toEqual(single);
    }
  });

  test('are seen in the view that the sample’s number says', () => {
    const views = (count: number) => seen(experiment({ views: count }, {}, onTwo), 0).map(({ view }) => view);
    expect(views(0)).toEqual([0, 0, 0, 0, 0]);
    expect(views(1)).toEqual([0, 0, 0, 0, 0]);
    expect(views(3)).toEqual([0, 1, 2, 0, 1]);
    expect(views(7)).toEqual([0, 1, 2, 3, 4]);
  });

  test('are one that counts for nothing where fewer are left than there are workers', () => {
    const of = experiment({}, {}, { mode: 'ddp', devices: ['cpu:0', 'cpu:1', 'cpu:2'] });
    const [first, second, third] = [0, 1, 2].map((rank) => {
      const plan = planSteps(of, rank, 3, train.length);
      const own = setsOfWorker(itemSetsOf(of), plan);
      const [item, ...others] = itemsOfStep(new EpochOrders(train, of.seed, 0), own, plan, 3);
      expect(others).toEqual([]);
      return { item, share: plan.last.passes[0].share };
    });
    expect([first.share, second.share, third.share]).toEqual([0.5, 0.5, 0]);
    expect(second.item).not.toBe(first.item);
    expect(third.item).toBe(first.item);
  });

  test('are read once by a worker whose samples see the same', () => {
    const sets = (training: object, inference: object) => {
      const of = experiment(training, inference, onTwo);
      return setsOfWorker(itemSetsOf(of), planSteps(of, 0, 2, train.length)).length;
    };
    expect(sets({}, {})).toBe(1);
    expect(sets({ views: 2 }, {})).toBe(2);
    expect(sets({ views: 8 }, {})).toBe(3);
    expect(sets({}, ensemble)).toBe(3);
  });
});
