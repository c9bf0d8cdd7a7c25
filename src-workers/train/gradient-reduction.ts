import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';

/** How the gradients of a step's passes become their sum over all workers, and change the parameters. */
export interface GradientReduction {
  /** Takes one pass; the first of a step starts a new gradient, and nothing is added to it after the last. */
  addPass(inputs: PassInputs, order: 'first' | 'further', isLast: boolean): PassReport;
  /** Sums the gradients over the workers that train the same parameters, and `tail` over all workers. */
  reduce(tail: Float32Array): Promise<void>;
  /** Applies what was reduced. */
  apply(step: OptimiserStep): void | Promise<void>;
  close(): void;
}
