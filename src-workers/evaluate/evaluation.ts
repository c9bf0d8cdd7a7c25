/** Scores of a split, taken in chunk by chunk so that no more than one chunk's samples are in memory. */
export interface Evaluation {
  /**
   * @param samples predictions of all S weight samples, [samples, items, ...outputs]: values, or classes' log probabilities
   * @param targets of those items, as the reader gives them
   */
  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void;
  /** By name, without the split's: `accuracy`, `rmse`. */
  scores(): Readonly<Record<string, number>>;
}
