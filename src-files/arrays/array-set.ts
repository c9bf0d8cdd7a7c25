import { BadInputError } from '../../src-shared/errors';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import { taskOfTarget } from '../../src-shared/experiment/data/heads';
import { rowCounts } from '../../src-shared/experiment/data/item-counts';
import { namesOfTargets } from '../../src-shared/experiment/data/target-names';
import type { ElementType } from './element-type';
import { lookedAtItems, lookStride } from './looked-at-items';
import { openArrays } from './open-arrays';
import { isOfNumbers, itemSize, numbersOf, type StoredArray } from './stored-array';
import { type ArrayTarget, targetOf } from './targets';

/** The splits that a file may tell, by the ending of its arrays; without an ending the seed draws. */
const endings = { all: '', train: '_train', validation: '_val', test: '_test' } as const;

export type ArrayPart = keyof typeof endings;

export type NumberArray = StoredArray & { readonly type: ElementType };

export interface Part {
  readonly part: ArrayPart;
  readonly inputs: NumberArray;
  readonly items: number;
}

/** Inputs and targets as arrays, all parts one after the other. */
export interface ArraySet {
  readonly parts: readonly Part[];
  readonly items: number;
  /** Of one item; grey pictures of bytes have an axis of one channel. */
  readonly inputShape: readonly number[];
  /** As the settings name them; a class map alone. */
  readonly targets: readonly ArrayTarget[];
  readonly notes: readonly string[];
}

/**
 * Opens the arrays of an experiment's data.
 * @throws BadInputError naming the file and array, and what would be right
 */
export async function openArraySet(data: ArraySettings, location: string): Promise<ArraySet> {
  const namesOf = (name: string) => Object.values(endings).map((ending) => `${name}${ending}`);
  const targetNames = namesOfTargets(data.targets);
  const wanted = [data.inputs, ...targetNames].flatMap(namesOf);
  const found = await openArrays(location, wanted);
  const arrayOf = (name: string) => [...found].find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
  const hasSplits = arrayOf(`${data.inputs}_train`) !== undefined;
  const named: readonly ArrayPart[] = hasSplits ? ['train', 'validation', 'test'] : ['all'];
  const pairs = named.flatMap((part) => {
    const inputs = arrayOf(`${data.inputs}${endings[part]}`);
    const targets = targetNames.flatMap((name) => arrayOf(`${name}${endings[part]}`) ?? []);
    if (!inputs && targets.length === 0 && (part === 'validation' || part === 'test')) return [];
    if (!inputs || targets.length < targetNames.length) {
      const missing = inputs ? targetNames.find((name) => !arrayOf(`${name}${endings[part]}`)) : data.inputs;
      throw new BadInputError(
        `${location} has no array ${missing}${endings[part]}${found.size > 0 ? ` beside ${[...found.keys()].join(', ')}` : ''}; arrays are called x and y, or x_train, y_train, x_test and y_test, or as data.inputs and data.targets say.`,
      );
    }
    return [
      {
        part,
        inputs: checkedInputs(inputs),
        targets: targets.map((target, at) =>
          checkedTargets(target, inputs, taskOfTarget(data, targetNames[at])),
        ),
      },
    ];
  });
  const [first] = pairs;
  const shape = first.inputs.shape.slice(1);
  for (const { inputs } of pairs)
    if (inputs.shape.slice(1).join() !== shape.join())
      throw new BadInputError(
        `${inputs.title} has items of ${inputs.shape.slice(1).join(' x ')} numbers, and ${first.inputs.title} of ${shape.join(' x ')}.`,
      );
  const isGrey = shape.length === 2 && (first.inputs.type.bytes === 1 || data.task === 'segmentation');
  const parts = pairs.map(({ part, inputs }) => ({ part, inputs, items: inputs.shape[0] }));
  const targets = targetNames.map((name, at) =>
    targetOf(
      pairs.map((pair) => pair.targets[at]),
      name,
      data,
      shape,
    ),
  );
  return {
    parts,
    items: parts.reduce((sum, { items }) => sum + items, 0),
    inputShape: shape.length === 0 ? [1] : isGrey ? [...shape, 1] : shape,
    targets,
    notes: [
      ...(isGrey
        ? [
            `${first.inputs.title} holds ${first.inputs.type.bytes === 1 ? 'bytes' : 'numbers'} of ${shape.join(' x ')}: grey pictures of one channel.`,
          ]
        : []),
      ...parts.flatMap(({ inputs }) => lookNotes(inputs)),
      ...targets.flatMap((target) => (target.kind === 'segmentation' ? target.notes : [])),
    ],
  };
}

function checkedInputs(array: StoredArray): NumberArray {
  if (!isOfNumbers(array)) throw new BadInputError(`${array.title} holds texts; inputs are numbers.`);
  if (array.shape.length === 0 || array.shape.includes(0))
    throw new BadInputError(`${array.title} holds no items: its shape is (${array.shape.join(', ')}).`);
  return array;
}

/** @throws BadInputError where there is not one target for each input */
export function checkedTargets(
  array: StoredArray,
  inputs: StoredArray,
  task: ArraySettings['task'],
): StoredArray {
  const [items, ...shape] = array.shape;
  if (items !== inputs.shape[0])
    throw new BadInputError(
      `${array.title} has ${items ?? 'no'} items, but ${inputs.title} has ${inputs.shape[0]}; there is one target for each input.`,
    );
  if (task === 'segmentation' || shape.every((side) => side === 1)) return array;
  if (task === 'regression' && shape.length === 1) return notTooMany(array, shape[0]);
  if (shape.filter((side) => side > 1).length > 1)
    throw new BadInputError(
      `${array.title} has ${shape.join(' x ')} numbers for each item; a class for each of its pixels is predicted by data.task: segmentation, else one class or value an item.`,
    );
  throw new BadInputError(
    `${array.title} has ${shape.join(' x ')} numbers for each item; one is predicted: a class (of one-hot rows their argmax), or a value.`,
  );
}

/** Each has scores of its own. */
const mostValues = 64;

function notTooMany(array: StoredArray, values: number): StoredArray {
  if (values <= mostValues) return array;
  throw new BadInputError(
    `${array.title} has ${values} numbers for each item; at most ${mostValues} are predicted of one item.`,
  );
}

/** The share of the items that the seed draws for the test and validation: none where the file has its own. */
export function drawnOf({ parts }: Pick<ArraySet, 'parts'>, data: ArraySettings) {
  const has = (part: ArrayPart) => parts.some((one) => one.part === part);
  return {
    testFraction: has('test') ? 0 : data.testFraction,
    validationFraction: has('validation') ? 0 : data.validationFraction,
  };
}

/** Whether a run can be trained on them: throws BadInputError where not. Returns the shape of one item's inputs. */
export async function checkArrays(data: ArraySettings, location: string): Promise<readonly number[]> {
  const set = await openArraySet(data, location);
  for (const { inputs } of set.parts) refuseUnknown(inputs);
  const shares = drawnOf(set, data);
  const [{ items }] = set.parts;
  if (rowCounts(items, shares).train === 0)
    throw new BadInputError(
      `data.testFraction: ${shares.testFraction} for the test and ${shares.validationFraction} for validation leave none of ${items} items to train on.`,
    );
  return set.inputShape;
}

function refuseUnknown(inputs: NumberArray): void {
  if (inputs.type.isWhole) return;
  const rows = numbersOf(inputs);
  try {
    const [items] = inputs.shape;
    for (const item of lookedAtItems(items, lookStride(items, itemSize(inputs))))
      refuseNotFinite(rows.of(item), inputs, item);
  } finally {
    rows.close();
  }
}

/** @param item in its own array, from 0. @throws BadInputError where one of its numbers is none that can be computed with */
export function refuseNotFinite(
  values: Float64Array,
  { title }: Pick<NumberArray, 'title'>,
  item: number,
): void {
  for (let at = 0; at < values.length; at += 1) {
    if (Number.isFinite(values[at])) continue;
    throw new BadInputError(
      `${title}: item ${item} (counted from 0) holds ${values[at]}; every input must be a finite number.`,
    );
  }
}

/** What is told where only some of the items were read. */
function lookNotes(inputs: NumberArray): readonly string[] {
  const [items] = inputs.shape;
  const stride = lookStride(items, itemSize(inputs));
  if (stride === 1) return [];
  return [
    `${inputs.title}: one of ${stride} of its ${items} items was read before training; means and standard deviations are of such, and a number that is not finite in another ends the run when it is read.`,
  ];
}
