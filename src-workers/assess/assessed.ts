import type { ShownDoubt } from '../../src-shared/assessment/assessment';

/** Predictions of some items, taken in chunk by chunk, and how doubtful each item is. */
export interface Assessed {
  /**
   * @param predictions of all samples for the next items, [samples, items, outputs]; may be overwritten
   * @param targets of those items; any numbers where they have none
   * @param persisted what came last before those targets, where items follow each other in time
   */
  add(predictions: Float32Array, targets: Int32Array | Float32Array, persisted?: Float32Array): void;
  /** By measure, [items]: the higher, the more doubtful. */
  doubts(): Readonly<Partial<Record<ShownDoubt, Float32Array>>>;
}
