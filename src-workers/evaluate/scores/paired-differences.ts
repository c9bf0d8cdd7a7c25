import type { NllAboveAll } from '../../../src-shared/assessment/nll-above-all';

/** Standard errors that 95 % of a Gaussian lie within. */
const reach = 1.959964;

/** Differences of two scores of the same items, each a sum over the item's values. */
class PairedDifferences {
  #items = 0;
  #values = 0;
  #sum = 0;
  #squares = 0;
  #products = 0;
  #valueSquares = 0;

  add(difference: number, values: number): void {
    if (values === 0) return;
    this.#items += 1;
    this.#values += values;
    this.#sum += difference;
    this.#squares += difference ** 2;
    this.#products += difference * values;
    this.#valueSquares += values ** 2;
  }

  /**
   * The 95 % interval of the mean difference a value, with items as what varies: a ratio of sums (Cochran 1977, Sampling
   * Techniques, 2.11), of items of as many values each the usual paired one. Null where that is no number.
   */
  interval(): [low: number, high: number] | null {
    const mean = this.#sum / this.#values;
    const squares = this.#squares - 2 * mean * this.#products + mean ** 2 * this.#valueSquares;
    const items = this.#items;
    const error = Math.sqrt((items / (items - 1)) * Math.max(0, squares)) / this.#values;
    return Number.isFinite(mean) && Number.isFinite(error)
      ? [mean - reach * error, mean + reach * error]
      : null;
  }
}

/** How much higher the NLL of fewer samples is than that of all, item by item. */
export class NllAboveAllSamples {
  readonly #differences: readonly PairedDifferences[];

  /** @param counts numbers of samples that are scored, all of them last */
  constructor(readonly counts: readonly number[]) {
    this.#differences = counts.slice(0, -1).map(() => new PairedDifferences());
  }

  /** @param nlls of an item, summed over its values, one for each of the counts */
  add(nlls: ArrayLike<number>, values = 1): void {
    this.#differences.forEach((differences, at) => {
      differences.add(nlls[at] - nlls[this.counts.length - 1], values);
    });
  }

  value(): NllAboveAll {
    return this.#differences.map((differences, at) => ({
      samples: this.counts[at],
      interval: differences.interval(),
    }));
  }
}
