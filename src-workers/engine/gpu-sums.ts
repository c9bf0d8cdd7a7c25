import type { OptimiserStep, PassInputs, PassReport } from './pass';

/** How an engine on a GPU sums gradients with the GPUs of other workers, so that they never leave them. */
export interface GpuSums {
  /** @throws FailedError where what GPUs sum by cannot be opened */
  check(): void;
  /** Numbers that an id has, which one worker makes and all others join by. */
  readonly idFloats: number;
  /** @throws FailedError where GPUs cannot sum here */
  newId(): Float32Array;
  /**
   * Begins to join the other workers.
   * @throws FailedError where GPUs cannot sum here
   */
  join(id: Float32Array, rank: number, workers: number): JoinedGpus;
}

export interface JoinedGpus {
  /**
   * Forward and backward pass, whose gradient becomes this worker's, or is added to it. What of the last pass's is there is
   * summed over the workers while the rest is still computed.
   */
  addPass(inputs: PassInputs, order: 'first' | 'further', isLast: boolean): PassReport;
  /**
   * Waits at most so long; true once everything is done that was asked for, joining included.
   * @throws FailedError where the others cannot be reached any more
   */
  wait(microseconds: number): boolean;
  /** Takes an optimiser step by the sum, once all is done. */
  apply(step: OptimiserStep): void;
  /** Ends what is not done, without the others. */
  close(): void;
}
