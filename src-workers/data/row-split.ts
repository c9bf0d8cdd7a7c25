import type { Table } from '../../src-files/data/table';
import { trainableRows } from '../../src-files/data/train-items';
import { BadInputError } from '../../src-shared/errors';
import type { TableSettings } from '../../src-shared/experiment/data';
import type { Fractions } from '../../src-shared/experiment/data/item-counts';
import { shuffledIndices } from '../random/shuffle';
import type { RunData } from './run-data';
import { stratifiedSplit } from './stratified-split';

type Splits = Pick<RunData, 'train' | 'validation' | 'test'>;

/**
 * Which rows train, validate and test: as a column says, by whole groups, class by class, or drawn from all alike.
 * @throws BadInputError where none is left to train on
 */
export function splitRows(table: Table, data: TableSettings, splitSeed: number): Splits {
  const { rows, groups, parts, classesToSplit } = table;
  if (groups)
    return parts ? splitOtherGroups(groups, parts, data, splitSeed) : splitGroups(groups, data, splitSeed);
  if (!parts && !classesToSplit) return splitAlike(rows, data, splitSeed);
  const items = Array.from({ length: rows }, (_, row) => ({
    label: classesToSplit?.[row] ?? 0,
    split: parts?.[row],
  }));
  const leastPerClass = classesToSplit && 'leastPerClass' in data ? data.leastPerClass : 0;
  return stratifiedSplit(items, { ...sharesLeft(parts, data), leastPerClass }, splitSeed);
}

/** What the seed draws besides the parts that a column names. */
function sharesLeft(parts: Table['parts'], data: Fractions): Fractions {
  return {
    testFraction: parts?.includes('test') ? 0 : data.testFraction,
    validationFraction: parts?.includes('validation') ? 0 : data.validationFraction,
  };
}

function splitAlike(rows: number, data: TableSettings, splitSeed: number): Splits {
  const order = shuffledIndices(rows, splitSeed, 'split', 0);
  const { validation, test } = trainableRows(rows, data);
  return {
    test: order.slice(0, test),
    validation: order.slice(test, test + validation),
    train: order.slice(test + validation),
  };
}

/** The same of the groups to train on, where the rows of the test have a file of their own. */
function splitOtherGroups(
  groups: Uint32Array,
  parts: NonNullable<Table['parts']>,
  data: TableSettings,
  splitSeed: number,
): Splits {
  const rowsOf = (part: 'train' | 'test') =>
    Uint32Array.from(parts.flatMap((of, row) => (of === part ? [row] : [])));
  const rest = rowsOf('train');
  const numbers = [...new Set(rest.map((row) => groups[row]))];
  const placeOf = new Map(numbers.map((group, place) => [group, place]));
  const numbered = rest.map((row) => placeOf.get(groups[row]) ?? 0);
  const { train, validation } = splitGroups(numbered, { ...data, testFraction: 0 }, splitSeed);
  const own = (rows: Uint32Array) => rows.map((row) => rest[row]);
  return { train: own(train), validation: own(validation), test: rowsOf('test') };
}

/** Groups stay whole, so shares of the rows are met as nearly as they can be. */
function splitGroups(groups: Uint32Array, data: TableSettings, splitSeed: number): Splits {
  const rowsOf: number[][] = [];
  groups.forEach((group, row) => {
    rowsOf[group] ??= [];
    rowsOf[group].push(row);
  });
  const wanted = trainableRows(groups.length, data);
  const order = Array.from(shuffledIndices(rowsOf.length, splitSeed, 'split', 0), (group) => rowsOf[group]);
  const test = nearest(order, wanted.test);
  const rest = order.filter((group) => !test.has(group));
  const validation = nearest(rest, wanted.validation);
  const train = rest.filter((group) => !validation.has(group));
  if (train.length === 0)
    throw new BadInputError(
      `data.groups: ${rowsOf.length} groups leave none to train on beside those that validate and test; set data.testFraction or data.validationFraction to 0.`,
    );
  const inOrder = (of: Iterable<Group>) => Uint32Array.from([...of].flat()).sort();
  return { train: inOrder(train), validation: inOrder(validation), test: inOrder(test) };
}

type Group = readonly number[];

/** Groups in their order, each taken where so many rows come nearer by it; where none would, the smallest. */
function nearest(groups: readonly Group[], wanted: number): ReadonlySet<Group> {
  if (wanted === 0 || groups.length === 0) return new Set();
  const taken = new Set<Group>();
  let rows = 0;
  for (const group of groups)
    if (Math.abs(rows + group.length - wanted) < Math.abs(rows - wanted)) {
      taken.add(group);
      rows += group.length;
    }
  const smallest = groups.reduce((least, group) => (group.length < least.length ? group : least));
  return taken.size > 0 ? taken : new Set([smallest]);
}
