import type { PairedScore } from '../../src-shared/posterior/posterior-comparison';
import type { Dependence } from '../data/dependence';
import type { ValueSamples } from '../evaluate/value-samples';
import { PairedScores } from './paired-scores';

/** What a value is of. */
interface Place {
  readonly target: number;
  /** Of the split; values of one item come one after the other. */
  readonly item: number;
}

/**
 * Two runs' scores of the same items, each the mean over its known values, which lie too close to each other to be counted
 * singly: NLL in nats, and CRPS in the target's own unit, or standardised where there are several.
 */
export class PairedValues {
  readonly #nll = new ItemMeans(new PairedScores('nll'));
  readonly #crps = new ItemMeans(new PairedScores('crps'));

  constructor(readonly targetStd: readonly number[]) {}

  /** @param truth standardised; one that is not known is passed over */
  add(ours: ValueSamples, theirs: ValueSamples, truth: number, { target, item }: Place): void {
    if (Number.isNaN(truth)) return;
    const unit = this.targetStd.length === 1 ? this.targetStd[target] : 1;
    const [first, second] = [ours.distribution(), theirs.distribution()];
    this.#nll.add(item, first.nll(truth, unit), second.nll(truth, unit));
    this.#crps.add(item, unit * first.crps(truth), unit * second.crps(truth));
  }

  /** @param dependence of the items on each other */
  value(seed: number, dependence?: Dependence): readonly PairedScore[] {
    return [this.#nll, this.#crps].flatMap((scores) => scores.value(seed, dependence));
  }
}

class ItemMeans {
  #item = -1;
  #sums = { first: 0, second: 0, count: 0 };

  constructor(readonly scores: PairedScores) {}

  add(item: number, first: number, second: number): void {
    if (item !== this.#item) this.#end();
    this.#item = item;
    this.#sums.first += first;
    this.#sums.second += second;
    this.#sums.count += 1;
  }

  /** None where no value was known. */
  value(seed: number, dependence: Dependence | undefined): readonly PairedScore[] {
    this.#end();
    return this.#item < 0 ? [] : [this.scores.value(seed, dependence)];
  }

  #end(): void {
    const { first, second, count } = this.#sums;
    if (count > 0) this.scores.add(first / count, second / count, this.#item);
    this.#sums = { first: 0, second: 0, count: 0 };
  }
}
