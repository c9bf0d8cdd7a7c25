import type { Batch } from '../data/run-data';
import type { LoadedItems } from '../engine/pass';
import { countSets, type ItemSet, type ItemSets } from '../parallel/item-sets';
import { type BatchPlan, batchOfStep, type Pass, type StepPlan } from '../parallel/step-plan';
import { shuffledIndices } from '../random/shuffle';

/** The sets of a worker's samples, in the order in which they see them; nothing is in it twice. */
export function setsOfWorker(sets: ItemSets, { share }: BatchPlan): readonly ItemSet[] {
  return Array.from({ length: countSets(sets, share.samples) }, (_, index) => {
    const sample = share.firstSample + index;
    return { order: sets.ownOrder ? sample : 0, view: sets.views === 0 ? 0 : sample % sets.views };
  });
}

/** Places among the worker's sets of those that a pass's samples see in turn. */
export function setsOfPass(sets: ItemSets, { share }: BatchPlan, pass: Pass): readonly number[] {
  const all = countSets(sets, share.samples);
  return Array.from({ length: countSets(sets, pass.samples) }, (_, index) => (pass.firstOwn + index) % all);
}

/** Orders of the training items of one epoch, each shuffled once. */
export class EpochOrders {
  readonly #orders = new Map<number, Uint32Array>();

  constructor(
    readonly train: Uint32Array,
    readonly runSeed: number,
    readonly epoch: number,
  ) {}

  /** Items by their numbers. @param order part of the key of the shuffle */
  order(order: number): Uint32Array {
    const known = this.#orders.get(order);
    if (known) return known;
    const shuffled = shuffledIndices(this.train.length, this.runSeed, 'order', this.epoch, order);
    const items = shuffled.map((position) => this.train[position]);
    this.#orders.set(order, items);
    return items;
  }
}

/**
 * A worker's items of the step that follows so many steps, set by set; the batch's first where none are its own.
 * @returns [sets, items]
 */
export function itemsOfStep(
  orders: EpochOrders,
  sets: readonly ItemSet[],
  plan: StepPlan,
  step: number,
): Uint32Array {
  const { stepsPerEpoch, batchItems } = plan;
  const { share, items } = batchOfStep(plan, step + 1);
  // Where a step sees all items, an epoch has many of the same.
  const batches = Math.min(stepsPerEpoch, Math.ceil(orders.train.length / batchItems));
  const first = (step % batches) * batchItems + (share.items === 0 ? 0 : share.firstItem);
  const all = new Uint32Array(sets.length * items);
  sets.forEach(({ order }, index) => {
    all.set(orders.order(order).subarray(first, first + items), index * items);
  });
  return all;
}

/**
 * What a pass sees of a worker's batch: its samples' sets in their turn, and their targets, which are those of the first
 * set where all samples have the same, else those of each sample.
 */
export function batchOfPass(sets: ItemSets, plan: BatchPlan, batch: Batch, pass: Pass): Batch {
  const all = countSets(sets, plan.share.samples);
  const { inputPlaces, targetPlaces } = placesOfPass(sets, plan, pass);
  return {
    inputs: partsOf(batch.inputs, all, inputPlaces),
    targets: partsOf(batch.targets, all, targetPlaces),
  };
}

/** The same of a batch that lies on the device: by the places of its parts among those of the batch. */
export function placesOfPass(
  sets: ItemSets,
  plan: BatchPlan,
  pass: Pass,
): Pick<LoadedItems, 'inputPlaces' | 'targetPlaces'> {
  const all = countSets(sets, plan.share.samples);
  const ofSamples = Array.from({ length: pass.samples }, (_, sample) => (pass.firstOwn + sample) % all);
  return { inputPlaces: setsOfPass(sets, plan, pass), targetPlaces: sets.ownTargets ? ofSamples : [0] };
}

/** The parts at these places of values that consist of `count` parts: a view where they follow each other. */
function partsOf<Values extends Float32Array | Int32Array>(
  values: Values,
  count: number,
  places: readonly number[],
): Values {
  const size = values.length / count;
  const [first] = places;
  if (places.every((place, index) => place === first + index))
    return values.subarray(first * size, (first + places.length) * size) as Values;
  const chosen = emptyLike(values, places.length * size);
  places.forEach((place, index) => {
    chosen.set(values.subarray(place * size, (place + 1) * size), index * size);
  });
  return chosen;
}

/** As many numbers of the same type: there may be more of them than values. */
function emptyLike<Values extends Float32Array | Int32Array>(values: Values, length: number): Values {
  return (values instanceof Float32Array ? new Float32Array(length) : new Int32Array(length)) as Values;
}

/** A batch whose buffers have room for `of` items, without the places behind the first `items`. */
export function firstItems(batch: Batch, items: number, of: number): Batch {
  if (items === of) return batch;
  const { inputs, targets } = batch;
  return {
    inputs: inputs.subarray(0, (inputs.length / of) * items),
    targets: targets.subarray(0, (targets.length / of) * items),
  };
}
