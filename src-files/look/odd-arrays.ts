import { createHash } from 'node:crypto';
import type { ArrayLook, LookProgress } from '../../src-shared/data/data-look';
import { ArrayItems, isOfNumbers, itemSize, type StoredArray } from '../arrays/stored-array';
import { SameItems } from './same-items';

/** Bytes of inputs that are compared with each other. */
const mostCompared = 2e9;
/** Fewer items of a class than this are hardly trained and tested on. */
const fewItems = 10;
/** Standard deviations from the mean that a value in a hundred thousand hardly reaches. */
const farOut = 10;

/** Inputs and what is predicted of them, of one part. */
export interface ArrayPair {
  readonly part: string;
  readonly inputs: StoredArray;
  /** The class of each item; empty where they have none. */
  readonly labels: readonly (string | number)[];
}

/** What may be a mistake in each array by itself. */
export function oddArrays(arrays: readonly ArrayLook[]): readonly string[] {
  return arrays.flatMap((array) => {
    const { name, holds, unknown, shape, different } = array;
    if (shape.includes(0)) return [`${name} holds nothing: its shape is (${shape.join(', ')}).`];
    return [
      ...(unknown > 0
        ? [
            `${name}: ${unknown} of its numbers ${unknown === 1 ? 'is' : 'are'} NaN or infinite; every number must be known, so mend them or take their items out.`,
          ]
        : []),
      ...(different === 1 && shape[0] > 1
        ? [`${name} says the same everywhere; it tells a network nothing.`]
        : []),
      ...(holds.kind === 'numbers' && holds.std > 0 ? farSentence(name, holds) : []),
    ];
  });
}

function farSentence(
  name: string,
  {
    least,
    most,
    mean,
    std,
  }: { readonly least: number; readonly most: number; readonly mean: number; readonly std: number },
): readonly string[] {
  const out = Math.max(most - mean, mean - least) / std;
  if (out < farOut) return [];
  return [
    `${name}: ${most - mean > mean - least ? most : least} is ${Math.round(out)} standard deviations from the mean; a slip, a code for “unknown”, or a long tail?`,
  ];
}

/** Classes of few items. */
export function rareLabels(pairs: readonly ArrayPair[]): readonly string[] {
  const counts = new Map<string | number, number>();
  for (const { labels } of pairs) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const rare = [...counts].filter(([, items]) => items < fewItems);
  if (rare.length === 0) return [];
  const one = rare.length === 1;
  const named = rare.slice(0, 5).map(([label, items]) => `${label} (${items})`);
  return [
    `Of ${one ? 'a class' : `${rare.length} classes`} there are fewer than ${fewItems} items: ${named.join(', ')}; ${one ? 'it is' : 'they are'} hardly learned or tested.`,
  ];
}

/** Items with the same inputs. */
export function sameInputs(pairs: readonly ArrayPair[], onProgress: LookProgress): readonly string[] {
  const same = new SameItems();
  const all = pairs.reduce((sum, { inputs }) => sum + inputs.shape[0], 0);
  let done = 0;
  for (const { part, inputs, labels } of pairs) {
    const rows = bytesOf(inputs);
    for (let item = 0; item < inputs.shape[0]; item += 1) {
      const mark = createHash('sha1').update(rows.of(item)).digest('base64');
      same.add(mark, { place: placeOf(part, item), label: labels[item], part });
      done += 1;
      if (done % 1000 === 0) onProgress('Comparing items', done, all);
    }
    rows.close();
  }
  return same.sentences('item');
}

/** Whether all items can be compared in a reasonable time. */
export function mayCompare(pairs: readonly ArrayPair[]): boolean {
  const bytes = pairs.reduce(
    (sum, { inputs }) =>
      sum + inputs.shape[0] * itemSize(inputs) * (isOfNumbers(inputs) ? inputs.type.bytes : 0),
    0,
  );
  return bytes <= mostCompared;
}

function placeOf(part: string, item: number): string {
  return `item ${item}${part === '' ? '' : ` of ${part}`}`;
}

function bytesOf(array: StoredArray): ArrayItems<Uint8Array> {
  const bytes = itemSize(array) * (isOfNumbers(array) ? array.type.bytes : 0);
  return new ArrayItems(
    array,
    bytes,
    (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  );
}
