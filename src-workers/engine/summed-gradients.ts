import type { OptimiserStep, PassInputs, PassReport } from './pass';

/** The gradient of several passes, which add up where the engine computes: on a GPU without a way over the host. */
export interface SummedGradients {
  /** Forward and backward pass, whose gradient becomes the sum, or is added to it where the pass is a further one. */
  addPass(inputs: PassInputs, order: 'first' | 'further'): PassReport;
  /** The sum as it is now, flat. */
  sum(): Float32Array;
  /** Takes an optimiser step by the sum. */
  apply(step: OptimiserStep): void;
}
