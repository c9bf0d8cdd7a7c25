/**
 * The logarithm of a mean of numbers that come as logarithms, one sample after the other: a log-sum-exp over the samples
 * less the logarithm of their number. However small the numbers are, theirs is not lost, as it would be were they added
 * as they are.
 */
export class LogMeanExp {
  readonly #largest: Float64Array;
  /** Of e to the power of what each is below the largest. */
  readonly #sums: Float64Array;
  #samples = 0;

  /** @param size numbers whose means are taken side by side */
  constructor(readonly size: number) {
    this.#largest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.#sums = new Float64Array(size);
  }

  /** @param logs one sample's, [size] */
  add(logs: Float32Array): void {
    for (let at = 0; at < this.size; at += 1) {
      const log = logs[at];
      if (log === Number.NEGATIVE_INFINITY) continue;
      if (log > this.#largest[at]) {
        this.#sums[at] = this.#sums[at] * Math.exp(this.#largest[at] - log) + 1;
        this.#largest[at] = log;
      } else this.#sums[at] += Math.exp(log - this.#largest[at]);
    }
    this.#samples += 1;
  }

  /** Writes the means' logarithms over the samples so far; -Infinity where all were, NaN where one was. */
  writeTo(means: Float32Array): void {
    const count = Math.log(this.#samples);
    for (let at = 0; at < this.size; at += 1)
      means[at] = this.#largest[at] + Math.log(this.#sums[at]) - count;
  }
}
