import {
  type ArrayPart,
  type ArraySet,
  drawnOf,
  type NumberArray,
  openArraySet,
  refuseNotFinite,
} from '../../src-files/arrays/array-set';
import type { ClassMaps } from '../../src-files/arrays/class-maps';
import { lookedAtItems, lookStride } from '../../src-files/arrays/looked-at-items';
import { type ArrayItems, itemSize, numbersOf } from '../../src-files/arrays/stored-array';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import { type Head, headsOf } from '../../src-shared/experiment/data/heads';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import { drawnItem } from './drawn-item';
import { preparedHeads } from './head-targets';
import { missingClasses, missingPixelClasses } from './missing-classes';
import type { RunData, Task } from './run-data';
import { type Standardisation, standardise } from './standardisation';
import { stratifiedSplit } from './stratified-split';
import type { TrainedStandard } from './trained-standard';
import { preparedValues } from './value-targets';

type Splits = Pick<RunData, 'train' | 'validation' | 'test'>;

/**
 * Opens arrays: an item is a row of the first axis. Inputs are read as steps need them, where the file allows it.
 * @param trained the standard of a posterior that they are for, in which inputs may have been measured on other items
 */
export async function openArrayData(
  data: ArraySettings,
  splitSeed: number,
  location: string,
  trained?: TrainedStandard,
): Promise<RunData> {
  const set = await openArraySet(data, location);
  const splits = splitItems(set, data, splitSeed);
  const rows = new Rows(set);
  const inputs = trained?.inputs ?? measureInputs(rows, set.inputShape, splits.train);
  const target = prepareTargets(set, splits, headsOf(data));
  const source = arraySource(rows, set.inputShape, inputs, target);
  return {
    task: target.task,
    ...splits,
    warnings: [...set.notes, ...target.warnings],
    normalisation: { mean: inputs.map(({ mean }) => mean), std: inputs.map(({ std }) => std) },
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    keys: [{ name: 'array_item', of: (item) => [rows.placeOf(item)] }],
    drawnOf: (item) => drawnItem(set.inputShape, rows.of(item)),
    close: () => {
      rows.close();
      target.close?.();
    },
  };
}

/** The items of all parts, one after the other. */
class Rows {
  readonly #parts: readonly {
    readonly first: number;
    readonly inputs: NumberArray;
    readonly rows: ArrayItems<Float64Array>;
    /** Some of its items were read before, and others not. */
    readonly isUnknown: boolean;
  }[];

  constructor({ parts }: ArraySet) {
    let first = 0;
    this.#parts = parts.map(({ inputs, items }) => {
      first += items;
      const isUnknown = !inputs.type.isWhole && lookStride(items, itemSize(inputs)) > 1;
      return { first: first - items, inputs, rows: numbersOf(inputs), isUnknown };
    });
  }

  /** Good until the next is asked for. */
  of(item: number): Float64Array {
    const { rows, inputs, isUnknown } = this.#partOf(item);
    const place = this.placeOf(item);
    const values = rows.of(place);
    if (isUnknown) refuseNotFinite(values, inputs, place);
    return values;
  }

  /** Of an item in its own array, from 0. */
  placeOf(item: number): number {
    return item - this.#partOf(item).first;
  }

  #partOf(item: number) {
    let at = this.#parts.length - 1;
    while (this.#parts[at].first > item) at -= 1;
    return this.#parts[at];
  }

  close(): void {
    for (const { rows } of this.#parts) rows.close();
  }
}

function splitItems(set: ArraySet, data: ArraySettings, splitSeed: number): Splits {
  const splitOf = (part: ArrayPart) => (part === 'all' ? undefined : part);
  const ofClasses = set.targets.find((target) => target.kind === 'classification');
  const splits = set.parts.flatMap(({ part, items }) => Array.from({ length: items }, () => splitOf(part)));
  // Of values, all are of one class: drawn alike.
  const items = splits.map((split, item) => ({
    split,
    label: ofClasses?.labels[item] ?? 0,
  }));
  return stratifiedSplit(items, drawnOf(set, data), splitSeed);
}

/** One for each place of the last axis. */
function measureInputs(rows: Rows, shape: readonly number[], train: Uint32Array): readonly Standardisation[] {
  const columns = shape[shape.length - 1];
  const sums = Array.from({ length: columns }, () => ({ count: 0, mean: 0, deviations: 0 }));
  const stride = lookStride(train.length, sizeOf(shape));
  for (const place of lookedAtItems(train.length, stride)) {
    const values = rows.of(train[place]);
    for (let at = 0; at < values.length; at += 1) {
      // Welford's recurrence, as in measureStandardisation.
      const sum = sums[at % columns];
      sum.count += 1;
      const distance = values[at] - sum.mean;
      sum.mean += distance / sum.count;
      sum.deviations += distance * (values[at] - sum.mean);
    }
  }
  return sums.map(({ count, mean, deviations }) => ({ mean, std: Math.sqrt(deviations / count) || 1 }));
}

interface PreparedTarget extends Pick<ItemSource, 'targetType' | 'targetSize' | 'writeTarget'> {
  readonly task: Task;
  readonly warnings: readonly string[];
  close?(): void;
}

function prepareTargets(
  { targets, inputShape }: ArraySet,
  splits: Splits,
  heads: readonly Head[],
): PreparedTarget {
  if (heads.length > 0) {
    const given = targets.filter((one) => one.kind !== 'segmentation');
    return preparedHeads(heads, given, inputShape, splits);
  }
  const [target] = targets;
  if (target.kind === 'classification') {
    const { labels, classNames } = target;
    return {
      task: { kind: 'classification', inputShape, classNames },
      targetType: 'label',
      targetSize: 1,
      writeTarget: (item, to, offset) => {
        to[offset] = labels[item];
      },
      warnings: missingClasses({ ...splits }, (item) => labels[item], classNames),
    };
  }
  if (target.kind === 'segmentation') return prepareMaps(target, inputShape, splits);
  const values = targets.filter((one) => one.kind === 'regression');
  return preparedValues(values, inputShape, splits.train);
}

function prepareMaps(maps: ClassMaps, inputShape: readonly number[], splits: Splits): PreparedTarget {
  const { shape, classNames, classesOf } = maps;
  const { mapOf, close } = maps.open();
  return {
    task: { kind: 'segmentation', inputShape, targetShape: shape, classNames },
    targetType: 'label',
    targetSize: shape[0] * shape[1],
    writeTarget: (item, to, offset) => to.set(mapOf(item), offset),
    warnings: missingPixelClasses({ ...splits }, classesOf, classNames),
    close,
  };
}

function arraySource(
  rows: Rows,
  shape: readonly number[],
  inputs: readonly Standardisation[],
  { targetSize, targetType, writeTarget }: PreparedTarget,
): ItemSource {
  return {
    inputSize: sizeOf(shape),
    targetSize,
    targetType,
    writeTarget,
    writeInput: (item, _look, to, offset) => {
      const values = rows.of(item);
      for (let at = 0; at < values.length; at += 1)
        to[offset + at] = standardise(values[at], inputs[at % inputs.length]);
    },
  };
}
