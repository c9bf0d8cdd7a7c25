import type { ItemsOfValuesApart } from '../../src-shared/posterior/posterior-comparison';
import { itemOrigin } from '../data/item-origin';
import type { RunData } from '../data/run-data';
import type { ValueSamples } from '../evaluate/value-samples';

/** Items that are listed at most. */
const mostItems = 100;
/** Standardised: a spread below counts as this. */
const leastSpread = 1e-6;

interface Targets {
  readonly targetNames: readonly string[];
  readonly targetMean: readonly number[];
  readonly targetStd: readonly number[];
  readonly targetUnit?: string | undefined;
}

interface Place {
  readonly target: number;
  /** Of the split; values of one item come one after the other. */
  readonly item: number;
  /** Among the item's values. */
  readonly value: number;
}

type Farthest = Omit<ItemsOfValuesApart['items'][number], 'origin'> & Pick<Place, 'value'>;

/** The items whose values two runs predict farthest apart, in units of how widely the two spread: each by its farthest value. */
export class ValuesApart {
  readonly #farthest: Farthest[] = [];

  constructor(readonly targets: Targets) {}

  /** @param truth standardised; NaN where it is not known */
  add(ours: ValueSamples, theirs: ValueSamples, truth: number, { target, item, value }: Place): void {
    const [first, second] = [spreadOf(ours), spreadOf(theirs)];
    const spread = Math.sqrt((first.std ** 2 + second.std ** 2) / 2);
    const distance = Math.abs(first.mean - second.mean) / Math.max(spread, leastSpread);
    const last = this.#farthest.at(-1);
    if (last?.item === item) {
      if (distance <= last.distance) return;
      this.#farthest.pop();
    }
    const { targetNames, targetMean, targetStd } = this.targets;
    const inUnit = (standardised: number) => targetMean[target] + targetStd[target] * standardised;
    this.#farthest.push({
      item,
      value,
      target: targetNames[target],
      truth: inUnit(truth),
      means: [inUnit(first.mean), inUnit(second.mean)],
      stds: [targetStd[target] * first.std, targetStd[target] * second.std],
      distance,
    });
  }

  value({ test, keys }: Pick<RunData, 'test' | 'keys'>): ItemsOfValuesApart {
    const { targetUnit } = this.targets;
    const all = this.#farthest.filter(({ distance }) => distance > 1).length;
    const listed = this.#farthest
      .filter(({ distance }) => distance > 0)
      .sort((a, b) => b.distance - a.distance || a.item - b.item)
      .slice(0, mostItems);
    return {
      kind: 'values',
      all,
      ...(targetUnit === undefined ? {} : { unit: targetUnit }),
      items: listed.map(({ value, ...one }) => {
        const origin = itemOrigin(keys, test[one.item], value);
        return origin === undefined ? one : { ...one, origin };
      }),
    };
  }
}

function spreadOf(predicted: ValueSamples): { readonly mean: number; readonly std: number } {
  const { mean, noiseVariance, weightVariance } = predicted.moments();
  return { mean, std: Math.sqrt(noiseVariance + weightVariance) };
}
