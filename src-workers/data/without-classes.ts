import { keptClasses } from '../../src-files/data/kept-classes';
import { BadInputError } from '../../src-shared/errors';
import type { ItemReader, RunData } from './run-data';

/**
 * The same data without some classes: what is left is numbered anew, and test items of those classes are kept aside (`leftOut`).
 * Inputs are standardised as all training items ask for.
 * @param names of the classes
 * @throws BadInputError where items have no class each, a class is not there, or fewer than two are left
 */
export function withoutClasses(data: RunData, names: readonly string[]): RunData {
  const { task, pictureOf } = data;
  if (task.kind !== 'classification')
    throw new BadInputError('data.leaveOutClasses: classes are left out where each item has one.');
  const kept = keptClasses(task.classNames, names);
  const numbers = Int32Array.from(task.classNames, (name) => kept.indexOf(name));
  const anew = (labels: Int32Array | Float32Array) => Int32Array.from(labels, (label) => numbers[label]);
  const targetsOf = (indices: Uint32Array) => anew(data.targetsOf(indices));
  const isKept = (indices: Uint32Array) => {
    const labels = targetsOf(indices);
    return (_item: number, place: number) => labels[place] >= 0;
  };
  const keep = (indices: Uint32Array) => indices.filter(isKept(indices));
  const testIsKept = isKept(data.test);
  const test = keep(data.test);
  const placeInTest = new Map(Array.from(test, (item, place) => [item, place]));
  const reading = (reader: ItemReader): ItemReader => ({
    items: reader.items,
    prefetch: (request) => reader.prefetch(request),
    read: (request) => {
      const { inputs, targets } = reader.read(request);
      return { inputs, targets: anew(targets) };
    },
  });
  return {
    ...data,
    task: { ...task, classNames: kept },
    train: keep(data.train),
    validation: keep(data.validation),
    test,
    leftOut: data.test.filter((item, place) => !testIsKept(item, place)),
    trainReader: (items) => reading(data.trainReader(items)),
    evaluationReader: (items) => reading(data.evaluationReader(items)),
    targetsOf,
    ...(pictureOf
      ? {
          pictureOf: (item: number) => {
            const picture = pictureOf(item);
            return { ...picture, item: placeInTest.get(item) ?? item, label: numbers[picture.label] };
          },
        }
      : {}),
  };
}
