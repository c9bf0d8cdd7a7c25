import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { SummedGradients } from '../engine/summed-gradients';
import type { Exchange } from '../parallel/exchange';
import type { GradientReduction } from './gradient-reduction';

/**
 * Gradients of a worker that nobody shares parameters with: its passes add up in the engine, and nothing of them leaves it.
 * @param everyone with whom the tail is summed
 */
export class EngineGradients implements GradientReduction {
  constructor(
    readonly gradients: SummedGradients,
    readonly everyone: Exchange | undefined,
  ) {}

  addPass(inputs: PassInputs, order: 'first' | 'further'): PassReport {
    return this.gradients.addPass(inputs, order);
  }

  async reduce(tail: Float32Array): Promise<void> {
    await this.everyone?.allReduceSum(tail);
  }

  apply(step: OptimiserStep): void {
    this.gradients.apply(step);
  }

  close(): void {
    // The engine holds all there is.
  }
}
