/**
 * Mean and variance of every weight over the snapshots so far, and how far the last of these lay from the mean that they
 * brought about (Maddox et al. 2019, algorithm 1). The variance is carried on instead of the mean of squares, whose difference
 * from the squared mean single precision would lose (Welford 1962).
 */
export class RunningMoments {
  #count = 0;
  #mean: Float32Array = new Float32Array(0);
  #variance: Float32Array = new Float32Array(0);
  #deviations: Float32Array[] = [];

  /** @param rank deviations that are kept */
  constructor(readonly rank: number) {}

  /** Snapshots taken. */
  get count(): number {
    return this.#count;
  }

  get mean(): Float32Array {
    return this.#mean;
  }

  /** Of the snapshots, divided by their number. */
  get variance(): Float32Array {
    return this.#variance;
  }

  /** Oldest first. */
  get deviations(): readonly Float32Array[] {
    return this.#deviations;
  }

  /** All that `restore` needs, none where no snapshot was taken. */
  get vectors(): readonly Float32Array[] {
    return this.#count === 0 ? [] : [this.#mean, this.#variance, ...this.#deviations];
  }

  /** @param count snapshots that the vectors are of */
  restore(vectors: readonly Float32Array[], count: number): void {
    if (vectors.length === 0) return;
    [this.#mean, this.#variance, ...this.#deviations] = vectors;
    this.#count = count;
  }

  /** @param weights flat, all that are trained */
  add(weights: Float32Array): void {
    if (this.#count === 0) {
      this.#mean = new Float32Array(weights.length);
      this.#variance = new Float32Array(weights.length);
    }
    const count = this.#count + 1;
    const deviation = new Float32Array(weights.length);
    for (let at = 0; at < weights.length; at += 1) {
      const ahead = weights[at] - this.#mean[at];
      this.#mean[at] += ahead / count;
      this.#variance[at] = ((count - 1) / count) * (this.#variance[at] + (ahead * ahead) / count);
      deviation[at] = weights[at] - this.#mean[at];
    }
    this.#count = count;
    this.#deviations = [...this.#deviations, deviation].slice(-this.rank);
  }
}
