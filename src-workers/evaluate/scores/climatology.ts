/**
 * What predicts a target by all its values in the training items and nothing else: the score that a network has to beat.
 */
export class Climatology {
  readonly #sorted: Float64Array;
  /** Sums of the first values in rising order, one more than there are values. */
  readonly #sums: Float64Array;
  /** 0.5 E|X - X'|. */
  readonly #spread: number;

  /** @param values of one target; those that are not known are left out */
  constructor(values: Float32Array | Float64Array) {
    const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
    const sums = new Float64Array(sorted.length + 1);
    let ranked = 0;
    sorted.forEach((value, rank) => {
      sums[rank + 1] = sums[rank] + value;
      ranked += (2 * rank - sorted.length + 1) * value;
    });
    this.#sorted = sorted;
    this.#sums = sums;
    this.#spread = ranked / sorted.length ** 2;
  }

  /** E|X - truth| - 0.5 E|X - X'| of its empirical distribution. */
  crps(truth: number): number {
    const count = this.#sorted.length;
    const below = this.#rankOf(truth);
    const left = truth * below - this.#sums[below];
    const right = this.#sums[count] - this.#sums[below] - truth * (count - below);
    return (left + right) / count - this.#spread;
  }

  /** How many values are below. */
  #rankOf(truth: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle] < truth) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
