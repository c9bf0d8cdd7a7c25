import type { OptimiserStep, PassInputs, PassReport } from './program';

/** Every worker's file of gradients, as process-wide descriptors by rank, and which is this worker's own. */
export interface GradientFiles {
  readonly descriptors: readonly number[];
  readonly rank: number;
}

/** Each file holds two gradients that take turns. */
export type Half = 0 | 1;

/**
 * Gradients in memory that the workers of a run map: the engine writes its own there and takes the sum from there, and
 * JavaScript only says when. Between publishing and whatever reads, the caller waits for all workers.
 */
export interface SharedGradientMemory {
  /** Forward and backward pass, whose gradient becomes this worker's, or is added to it where the pass is a further one. */
  publish(inputs: PassInputs, half: Half, isFurther: boolean): PassReport;
  /** Sums this worker's share over the workers. Others read it after the next barrier. */
  reduceShare(half: Half): void;
  /** Takes an optimiser step by the sum of whole gradients, or by the shares that the workers reduced. */
  apply(half: Half, from: 'gradients' | 'shares', step: OptimiserStep): void;
  close(): void;
}
