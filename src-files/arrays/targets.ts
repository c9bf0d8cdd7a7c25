import { BadInputError } from '../../src-shared/errors';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import { taskOfTarget } from '../../src-shared/experiment/data/heads';
import { type ClassMaps, classMapsOf } from './class-maps';
import { isOfNumbers, numbersOf, type StoredArray, textsOf } from './stored-array';

/** Of all items, one after the other. */
export type ArrayTarget =
  | {
      readonly kind: 'classification';
      readonly name: string;
      readonly labels: Uint32Array;
      readonly classNames: readonly string[];
    }
  | {
      readonly kind: 'regression';
      readonly name: string;
      /** [items, size] */
      readonly values: Float64Array;
      readonly size: number;
    }
  | ClassMaps;

/** More of them, and they are numbers of something. */
const mostClasses = 10_000;

/**
 * @param itemShape of the inputs
 * @throws BadInputError naming the array and item
 */
export function targetOf(
  arrays: readonly StoredArray[],
  name: string,
  data: ArraySettings,
  itemShape: readonly number[],
): ArrayTarget {
  const task = taskOfTarget(data, name);
  if (task === 'segmentation') return classMapsOf(arrays, data, itemShape);
  if (task === 'regression')
    return {
      kind: 'regression',
      name,
      values: Float64Array.from(arrays.flatMap(targetValues)),
      size: numbersAnItem(arrays[0]),
    };
  const given = arrays.flatMap(targetClasses);
  const areNumbers = given.every((one) => typeof one === 'number');
  const classes = [...new Set(given)].sort(areNumbers ? (a, b) => Number(a) - Number(b) : undefined);
  if (classes.length < 2) throw new BadInputError(`${arrays[0].title} holds one class only (${classes[0]}).`);
  if (classes.length > mostClasses)
    throw new BadInputError(
      `${arrays[0].title} holds ${classes.length} different targets, too many for classes; are they numbers (data.task: regression)?`,
    );
  const labelOf = new Map(classes.map((one, label) => [one, label]));
  return {
    kind: 'classification',
    name,
    classNames: classes.map(String),
    labels: Uint32Array.from(given, (one) => labelOf.get(one) ?? 0),
  };
}

/** How many numbers an array has for each item. */
export function numbersAnItem({ shape }: StoredArray): number {
  return shape.slice(1).reduce((product, side) => product * side, 1);
}

/**
 * All numbers, item by item.
 * @throws BadInputError naming the item with a value that is no finite number
 */
export function targetValues(array: StoredArray): number[] {
  if (!isOfNumbers(array))
    throw new BadInputError(`${array.title} holds texts; they are classes (data.task: classification).`);
  return eachOf(array, (value) => Number.isFinite(value), 'must be a finite number');
}

/** @throws BadInputError naming the item whose number is no class */
export function targetClasses(array: StoredArray): (string | number)[] {
  if (isOfNumbers(array))
    return eachOf(
      array,
      Number.isInteger,
      'is no class; classes are whole numbers or texts, and numbers are predicted by data.task: regression',
    );
  if (!('characters' in array.type)) return [];
  const texts = textsOf({ ...array, type: array.type });
  const all = Array.from({ length: array.shape[0] }, (_, item) => texts.of(item));
  texts.close();
  return all;
}

function eachOf(array: StoredArray, isRight: (value: number) => boolean, wrong: string): number[] {
  if (!isOfNumbers(array)) return [];
  const numbers = numbersOf(array);
  const all: number[] = [];
  for (let item = 0; item < array.shape[0]; item += 1) for (const one of numbers.of(item)) all.push(one);
  numbers.close();
  const at = all.findIndex((value) => !isRight(value));
  if (at < 0) return all;
  const item = Math.floor(at / numbersAnItem(array));
  throw new BadInputError(`${array.title}: ${all[at]} of item ${item} (counted from 0) ${wrong}.`);
}
