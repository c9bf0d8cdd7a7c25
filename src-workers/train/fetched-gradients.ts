import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import type { SummedGradients } from '../engine/summed-gradients';
import type { Exchange } from '../parallel/exchange';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';

export interface FetchedSettings {
  readonly floats: number;
  readonly tailFloats: number;
  /** Where several passes add up. */
  readonly summed?: SummedGradients | undefined;
  /** Whether workers compute with engines of different kinds. */
  readonly isMixed?: boolean;
}

/**
 * Gradients that come out of the engine into JavaScript and go through the exchange: works with every engine. Several passes
 * add up in the engine where it can, so that a step's gradient comes out once.
 *
 * All workers take a step by the same sum. Engines of one kind end in the same parameters; those of different kinds round
 * differently, so that after each step all take over those of the first worker: nobody's could drift.
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

  async apply(step: OptimiserStep): Promise<void> {
    const { floats, isMixed } = this.settings;
    const { sameParameters } = this.reducers;
    this.program.apply(this.#vector.subarray(0, floats), step);
    if (isMixed && sameParameters) await this.#bringTogether(sameParameters);
  }

  async #bringTogether(exchange: Exchange): Promise<void> {
    const { rank, workers } = exchange.options;
    const isFirst = rank === 0;
    const parameters = isFirst ? this.program.parameters() : new Float32Array(this.settings.floats);
    const parts = Array.from({ length: workers }, (_, each) => ({
      first: 0,
      size: each === 0 ? parameters.length : 0,
    }));
    await exchange.allGather(parameters, parts);
    if (!isFirst) this.program.replaceParameters(parameters);
  }

  close(): void {
    // Holds plain memory alone.
  }
}
