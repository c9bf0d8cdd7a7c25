import type { LoadedBatch, TargetValues } from './pass';

/** Brings batches to the device while it computes on those before. */
export interface BatchLoading {
  /**
   * Begins to bring a batch there. Its numbers must stay as they are until `settle`; on the device it stays until the second
   * one after it is loaded, which must not be before it was trained on.
   * @returns why that cannot be, where it cannot
   */
  load(inputs: Float32Array, targets: TargetValues): LoadedBatch | string;
  /** Waits until what was given to `load` may be changed. */
  settle(): void;
}
