import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import type { SummedGradients } from '../engine/summed-gradients';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';

export interface FetchedSettings {
  readonly floats: number;
  readonly tailFloats: number;
  /** Where several passes add up. */
  readonly summed?: SummedGradients | undefined;
}

/**
 * Gradients that come out of the engine into JavaScript and go through the exchange: works with every engine. Several passes
 * add up in the engine where it can, so that a step's gradient comes out once.
 */
export class FetchedGradients implements GradientReduction {
  /** The gradient, and behind it the tail, so that both take one reduction. */
  readonly #vector: Float32Array;

  constructor(
    readonly program: CompiledProgram,
    readonly reducers: Reducers,
    readonly settings: FetchedSettings,
  ) {
    const { floats, tailFloats } = settings;
    this.#vector = new Float32Array(floats + tailFloats);
  }

  addPass(inputs: PassInputs, place: 'first' | 'further'): PassReport {
    const { summed } = this.settings;
    if (summed) return summed.addPass(inputs, place);
    const { gradients, report } = this.program.gradients(inputs);
    if (place === 'first') this.#vector.set(gradients);
    else for (let at = 0; at < gradients.length; at += 1) this.#vector[at] += gradients[at];
    return report;
  }

  async reduce(tail: Float32Array): Promise<void> {
    const { everyone, sameParameters } = this.reducers;
    const { summed, floats } = this.settings;
    if (summed) this.#vector.set(summed.sum());
    this.#vector.set(tail, floats);
    if (everyone === sameParameters) await everyone?.allReduceSum(this.#vector);
    else {
      await sameParameters?.allReduceSum(this.#vector.subarray(0, floats));
      await everyone?.allReduceSum(this.#vector.subarray(floats));
    }
    tail.set(this.#vector.subarray(floats));
  }

  apply(step: OptimiserStep): void {
    this.program.apply(this.#vector.subarray(0, this.settings.floats), step);
  }

  close(): void {
    // Holds plain memory alone.
  }
}
