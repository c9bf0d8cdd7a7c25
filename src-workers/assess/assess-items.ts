import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { TableFormat } from '../../src-shared/posterior/posterior-work';
import type { RunData } from '../data/run-data';
import { ValueSamples } from '../evaluate/value-samples';
import type { LabelledItems } from '../labelled/labelled-items';
import {
  type JudgedTarget,
  judgedOf,
  outputsOf,
  targetsAnItem,
  targetsOf,
} from '../posterior/judged-targets';
import type { OneLikelihood } from '../posterior/one-likelihood';
import type { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import { refuseNotFinite } from '../predict/refuse-not-finite';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedMaps } from './assessed-maps';
import { AssessedTargets } from './assessed-targets';
import { AssessedValues } from './assessed-values';
import { CheckedClasses } from './checked-classes';
import { CheckedValues } from './checked-values';
import type { GroupedItems } from './groups/grouped-items';
import type { OtherItems } from './other-items';
import { TestTable } from './test-table';
import { usualClasses } from './usual-classes';
import { ValueJudge } from './value-judge';

/** Predicts the items of a split, writes them into the table, where there is one, and hands them to the parts that they belong to. */
export async function assessSplit(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  onItems: (items: number) => void,
  {
    table,
    grouped = [],
  }: { readonly table?: TestTable | undefined; readonly grouped?: readonly GroupedItems[] } = {},
): Promise<Assessed> {
  const assessed = newAssessed(sampler, indices.length, data);
  for await (const { predictions, targets, items } of splitPredictions(sampler, data, indices, onItems)) {
    // First: what follows makes log probabilities of them.
    for (const groups of grouped) groups.add(predictions, targets, sampler.samples, items.length);
    assessed.add(predictions, targets, data.persistenceOf?.(items));
    await table?.write(predictions, targets, items);
  }
  await table?.finish();
  return assessed;
}

/** Predicts other items, which have no targets. */
export async function assessOther(
  sampler: Sampler,
  other: OtherItems,
  onItems: (items: number) => void,
): Promise<Assessed> {
  const assessed = newAssessed(sampler, other.items);
  const { task } = sampler.posterior.metadata;
  const labels = targetsAnItem(task);
  for (let first = 0; first < other.items; first += sampler.items) {
    const count = Math.min(sampler.items, other.items - first);
    assessed.add(sampler.predict(await other.read(first, count), count), new Int32Array(count * labels));
    onItems(count);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  return assessed;
}

/**
 * Predicts items of a person's own, whose targets are known.
 * @param data what the run learned from: what is usual of the targets
 * @throws BadInputError where an item holds what the network cannot take
 */
export async function assessLabelled(
  sampler: Sampler,
  { items, path }: { readonly items: LabelledItems; readonly path: string },
  data: RunData,
  onItems: (items: number) => void,
): Promise<Assessed> {
  const assessed = newAssessed(sampler, items.items, data);
  for (let first = 0; first < items.items; first += sampler.items) {
    const count = Math.min(sampler.items, items.items - first);
    const read = await items.read(first, count);
    refuseNotFinite('its standardised inputs hold', read, { first, count }, items, path);
    assessed.add(sampler.predict(read, count), items.targets(first, count));
    onItems(count);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  return assessed;
}

/** A table for what is predicted for the test items. */
export function newTestTable(
  { posterior, samples }: Sampler,
  data: RunData,
  { part, format }: { readonly part: string; readonly format: TableFormat },
): TestTable {
  const { task } = posterior.metadata;
  return new TestTable(part, format, {
    task,
    samples,
    keys: data.keys,
    judged: judgedOf(posterior, samples),
  });
}

/** Takes in predictions of so many items. @param data of the items' targets, where they have some */
export function newAssessed({ posterior, samples }: Sampler, items: number, data?: RunData): Assessed {
  const facts = { items, samples, seed: posterior.metadata.experiment.seed, data };
  const all = judgedOf(posterior, samples).map((judged) => ({ judged, assessed: newOf(judged, facts) }));
  const [first, ...others] = all;
  return others.length === 0 && first.judged.name === undefined ? first.assessed : new AssessedTargets(all);
}

interface Facts {
  readonly items: number;
  readonly samples: number;
  readonly seed: number;
  readonly data: RunData | undefined;
}

function newOf(judged: JudgedTarget, { items, samples, seed, data }: Facts): Assessed {
  const { task, noise } = judged;
  if (task.kind === 'segmentation') {
    const [height, width] = task.targetShape;
    return new AssessedMaps(items, { height, width, classes: task.classNames.length }, samples);
  }
  if (noise && task.kind === 'regression') {
    const predicted = () => new ValueSamples(samples, noise, task.targetNames.length);
    const judge = data && valueJudge(judged, task, data, { items, seed }, predicted);
    return new AssessedValues(items, predicted(), outputsOf(judged), judge);
  }
  const names = task.kind === 'classification' ? task.classNames : [];
  const checked = data && new CheckedClasses(names, samples, seed);
  const usual = data && usualClasses(names, targetsOf(judged, data.targetsOf(data.train)));
  const areOrdered = task.kind === 'classification' && task.thresholds !== undefined;
  return new AssessedClasses(items, names.length, samples, checked, areOrdered, usual);
}

/** Training items at most whose targets say what is usual, at equal distances through the split. */
const mostTrained = 2000;

function valueJudge(
  judged: JudgedTarget,
  task: Extract<OneLikelihood, { readonly kind: 'regression' }>,
  data: RunData,
  { items, seed }: Pick<Facts, 'items' | 'seed'>,
  predicted: () => ValueSamples,
): ValueJudge {
  const { targetShape, targetStd } = task;
  const stride = Math.ceil(data.train.length / mostTrained);
  const trained = targetsOf(judged, data.targetsOf(data.train.filter((_, place) => place % stride === 0)));
  const ofTarget = (target: number) =>
    Float32Array.from(trained).filter((_, at) => at % targetStd.length === target);
  const targets = {
    trained: targetStd.map((_, target) => ofTarget(target)),
    // Several targets have units that do not add up.
    units: targetStd.length === 1 ? targetStd : targetStd.map(() => 1),
    values: sizeOf(targetShape),
  };
  const units = { names: task.targetNames, mean: task.targetMean, std: targetStd };
  const of = predicted();
  return new ValueJudge(items, targets, of, seed, new CheckedValues(units, of, seed));
}
