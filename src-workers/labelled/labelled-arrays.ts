import { checkedTargets } from '../../src-files/arrays/array-set';
import { type Arrays, openArrays } from '../../src-files/arrays/open-arrays';
import type { StoredArray } from '../../src-files/arrays/stored-array';
import { targetClasses, targetValues } from '../../src-files/arrays/targets';
import { BadInputError } from '../../src-shared/errors';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import type { PosteriorMetadata, PosteriorTask } from '../../src-shared/posterior-metadata';
import { arrayItems } from '../predict/array-items';
import { classLabels } from './class-labels';
import type { LabelledItems } from './labelled-items';

/** Arrays of inputs and targets, of the names that the network was trained on, or of the test where there are no others. */
export async function openLabelledArrays(
  location: string,
  settings: ArraySettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const { inputs: name, targets: targetName } = settings;
  const found = await openArrays(
    location,
    ['', '_test'].flatMap((part) => [`${name}${part}`, `${targetName}${part}`]),
  );
  const part = arrayOf(found, name) ? '' : '_test';
  const inputs = required(found, `${name}${part}`, location);
  const items = arrayItems(inputs, metadata);
  const targets = targetsIn(
    checkedTargets(required(found, `${targetName}${part}`, location), inputs, settings),
    metadata.task,
  );
  return { ...items, targets: (first, count) => targets.subarray(first, first + count) };
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

function targetsIn(array: StoredArray, task: PosteriorTask): Int32Array | Float32Array {
  if (task.kind === 'regression') {
    const [mean, std] = [task.targetMean[0], task.targetStd[0]];
    return Float32Array.from(targetValues(array), (value) => (value - mean) / std);
  }
  const placeOf = (item: number) => `${array.title}, item ${item} (counted from 0)`;
  return classLabels(targetClasses(array).map(String), task.classNames, placeOf);
}
