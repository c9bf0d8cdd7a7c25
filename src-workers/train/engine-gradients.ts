import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { SummedGradients } from '../engine/summed-gradients';
import type { GradientReduction } from './gradient-reduction';

/** Gradients of a worker that is alone: its passes add up in the engine, and nothing of them leaves it. */
export class EngineGradients implements GradientReduction {
  constructor(readonly gradients: SummedGradients) {}

  addPass(inputs: PassInputs, order: 'first' | 'further'): PassReport {
    return this.gradients.addPass(inputs, order);
  }

  async reduce(): Promise<void> {
    // There is nobody else, and the tail is this worker's own.
  }

  apply(step: OptimiserStep): void {
    this.gradients.apply(step);
  }

  close(): void {
    // The engine holds all there is.
  }
}
