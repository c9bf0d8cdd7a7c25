import { checkedTargets } from '../../src-files/arrays/array-set';
import { type ClassMaps, classMapsOf } from '../../src-files/arrays/class-maps';
import { type Arrays, openArrays } from '../../src-files/arrays/open-arrays';
import type { StoredArray } from '../../src-files/arrays/stored-array';
import { numbersAnItem, targetClasses, targetValues } from '../../src-files/arrays/targets';
import { BadInputError } from '../../src-shared/errors';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import { taskOfTarget } from '../../src-shared/experiment/data/heads';
import { namesOfTargets } from '../../src-shared/experiment/data/target-names';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { OneLikelihood } from '../posterior/one-likelihood';
import { arrayItems } from '../predict/array-items';
import type { PredictionInputs } from '../predict/prediction-inputs';
import { classLabels } from './class-labels';
import { joinedHeads } from './joined-heads';
import type { LabelledItems } from './labelled-items';
import { standardisedRows } from './standardised-rows';

/** What says how arrays are named and what they hold. */
export type LabelledArraySettings = Pick<
  ArraySettings,
  'inputs' | 'targets' | 'task' | 'heads' | 'ignoredLabel'
>;

/** Arrays of inputs and targets, of the names that the network was trained on, or of the test where there are no others. */
export async function openLabelledArrays(
  location: string,
  settings: LabelledArraySettings,
  metadata: PosteriorMetadata,
  itemsOf: (array: StoredArray, metadata: PosteriorMetadata) => PredictionInputs = arrayItems,
): Promise<LabelledItems> {
  const { inputs: name } = settings;
  const targetNames = namesOfTargets(settings.targets);
  const found = await openArrays(
    location,
    ['', '_test'].flatMap((part) => [name, ...targetNames].map((one) => `${one}${part}`)),
  );
  const part = arrayOf(found, name) || !arrayOf(found, `${name}_test`) ? '' : '_test';
  const inputs = required(found, `${name}${part}`, location);
  const items = itemsOf(inputs, metadata);
  const arrays = targetNames.map((target) =>
    checkedTargets(required(found, `${target}${part}`, location), inputs, taskOfTarget(settings, target)),
  );
  const { task } = metadata;
  if (task.kind === 'segmentation') {
    const maps = { ignoredLabel: settings.ignoredLabel, classNames: task.classNames };
    return { ...items, targets: mapsIn(classMapsOf(arrays, maps, inputs.shape.slice(1))) };
  }
  const targets =
    task.kind === 'heads'
      ? joinedHeads(task, (head, at) => targetsIn([arrays[at]], head.task, location))
      : targetsIn(arrays, task, location);
  const each = targets.length / inputs.shape[0];
  return { ...items, targets: (first, count) => targets.subarray(first * each, (first + count) * each) };
}

function mapsIn({ open, shape }: ClassMaps): LabelledItems['targets'] {
  const [height, width] = shape;
  return (first, count) => {
    const labels = new Int32Array(count * height * width);
    const { mapOf, close } = open();
    for (let item = 0; item < count; item += 1) labels.set(mapOf(first + item), item * height * width);
    close();
    return labels;
  };
}

function arrayOf(found: Arrays, name: string): StoredArray | undefined {
  return [...found].find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
}

function required(found: Arrays, name: string, location: string): StoredArray {
  const array = arrayOf(found, name);
  if (array) return array;
  throw new BadInputError(
    `${location} has no array named ${name}; to be scored it needs the inputs and the targets, named as in training.`,
  );
}

function targetsIn(
  arrays: readonly StoredArray[],
  task: OneLikelihood,
  location: string,
): Int32Array | Float32Array {
  if (task.kind === 'regression') {
    const columns = arrays.flatMap(columnsOf);
    if (columns.length === task.targetNames.length) return standardisedRows(columns, task);
    throw new BadInputError(
      `${location} has ${columns.length} values to predict for each item, and this network predicts ${task.targetNames.length}: ${task.targetNames.join(', ')}.`,
    );
  }
  const [array] = arrays;
  const placeOf = (item: number) => `${array.title}, item ${item} (counted from 0)`;
  const given = targetClasses(array);
  // Of pictures by name the classes have names, and files number them: in their order.
  const areNumbered = given.every(
    (one) =>
      typeof one === 'number' && !task.classNames.includes(String(one)) && one < task.classNames.length,
  );
  const names = given.map((one) => (areNumbered ? task.classNames[Number(one)] : String(one)));
  return classLabels(names, task.classNames, placeOf);
}

/** The values of each place of an item. */
function columnsOf(array: StoredArray): readonly (readonly number[])[] {
  const [values, size] = [targetValues(array), numbersAnItem(array)];
  return Array.from({ length: size }, (_, column) => values.filter((_value, at) => at % size === column));
}
