import { classCounts } from '../../src-shared/experiment/data/item-counts';
import { shuffledIndices } from '../random/shuffle';
import type { RunData } from './run-data';

/** Where an item belongs, and its class; without a split the seed draws one. */
export interface ClassedItem {
  readonly label: number;
  readonly split: 'train' | 'validation' | 'test' | undefined;
}

interface Shares {
  readonly testFraction: number;
  readonly validationFraction: number;
  /** Items that a class has at least in the test and in validation; where it is missing the shares alone count. */
  readonly leastPerClass?: number;
}

/**
 * Splits items class by class, so that each class has the same shares; which ones, the seed of the split decides. Items that belong to
 * a split stay there, and where there are some of a split, `shares` asks for none besides.
 */
export function stratifiedSplit(
  items: readonly ClassedItem[],
  shares: Shares,
  splitSeed: number,
): Pick<RunData, 'train' | 'validation' | 'test'> {
  const drawn = new Map<number, number[]>();
  const split = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const item of shuffledIndices(items.length, splitSeed, 'split', 0)) {
    const { label, split: given } = items[item];
    if (given === 'validation' || given === 'test') split[given].push(item);
    else if (drawn.has(label)) drawn.get(label)?.push(item);
    else drawn.set(label, [item]);
  }
  for (const ofClass of drawn.values()) {
    const { test, validation } = classCounts(ofClass.length, shares, shares.leastPerClass ?? 0);
    ofClass.forEach((item, place) => {
      split[place < test ? 'test' : place < test + validation ? 'validation' : 'train'].push(item);
    });
  }
  const inOrder = (numbers: readonly number[]) => Uint32Array.from(numbers).sort();
  return { train: inOrder(split.train), validation: inOrder(split.validation), test: inOrder(split.test) };
}
