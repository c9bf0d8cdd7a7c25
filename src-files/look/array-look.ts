import type { ArrayLook } from '../../src-shared/data/data-look';
import { isOfNumbers, itemSize, numbersOf, type StoredArray, textsOf } from '../arrays/stored-array';
import { differentNumbers, numbersLook } from './numbers-look';

/** Numbers of an array that are looked at, of items spread over all. */
const mostNumbers = 4_000_000;
/** Texts that are named. */
const mostFrequent = 5;

/** Items spread evenly over an array, so many that their numbers can be looked at. */
export function spreadItems(array: StoredArray, most = mostNumbers): readonly number[] {
  const [items = 1] = array.shape;
  const count = Math.min(items, Math.max(1, Math.floor(most / Math.max(1, itemSize(array)))));
  return Array.from({ length: count }, (_, at) => Math.floor((at * items) / count));
}

/** What an array holds. */
export function arrayLook(name: string, array: StoredArray): ArrayLook {
  const { shape } = array;
  const facts = { name, shape, type: typeText(array) };
  if (shape.includes(0)) return { ...facts, looked: 0, unknown: 0, different: 0, holds: { kind: 'nothing' } };
  const items = spreadItems(array);
  return {
    ...facts,
    looked: items.length,
    ...(isOfNumbers(array) ? ofNumbers(array, items) : ofTexts(array)),
  };
}

function typeText(array: StoredArray): string {
  if (!isOfNumbers(array)) return 'texts';
  return `${array.type.isWhole ? 'whole numbers' : 'floats'} of ${array.type.bytes * 8} bits`;
}

function ofNumbers(
  array: StoredArray & { readonly type: { readonly bytes: number } },
  items: readonly number[],
): Pick<ArrayLook, 'unknown' | 'different' | 'holds'> {
  if (!isOfNumbers(array)) return { unknown: 0, holds: { kind: 'nothing' } };
  const size = itemSize(array);
  const rows = numbersOf(array);
  const all = new Float64Array(items.length * size);
  let known = 0;
  for (const item of items)
    for (const value of rows.of(item)) {
      if (!Number.isFinite(value)) continue;
      all[known] = value;
      known += 1;
    }
  rows.close();
  const unknown = all.length - known;
  if (known === 0) return { unknown, different: 0, holds: { kind: 'nothing' } };
  const sorted = all.subarray(0, known).sort();
  return { unknown, different: differentNumbers(sorted), holds: numbersLook(sorted) };
}

function ofTexts(array: StoredArray): Pick<ArrayLook, 'unknown' | 'different' | 'holds'> {
  if (!('characters' in array.type)) return { unknown: 0, holds: { kind: 'nothing' } };
  const texts = textsOf({ ...array, type: array.type });
  const counts = new Map<string, number>();
  for (const item of spreadItems(array)) {
    const text = texts.of(item);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  texts.close();
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostFrequent);
  return {
    unknown: 0,
    different: counts.size,
    holds: { kind: 'texts', frequent: frequent.map(([text, rows]) => ({ text, rows })) },
  };
}
