import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import type { GradientReduction } from './gradient-reduction';

/** Whose parameters are brought together, and how often. */
export interface Togetherness {
  readonly program: Pick<CompiledProgram, 'parameters' | 'replaceParameters'>;
  /** To the workers that train the same parameters. */
  readonly exchange: Exchange;
  /** Of all parameters. */
  readonly floats: number;
  /** After each so many steps. */
  readonly everySteps: number;
}

/**
 * A reduction between workers whose devices round differently, as CPUs and GPUs do, or GPUs of several models, for which kernels are
 * chosen and compiled apart. All take a step by the same sum, but may end in parameters that differ by roundings; so all take over those of the
 * first worker: nobody's could drift.
 */
export class BroughtTogether implements GradientReduction {
  #steps = 0;

  constructor(
    readonly reduction: GradientReduction,
    readonly togetherness: Togetherness,
  ) {}

  addPass(inputs: PassInputs, order: 'first' | 'further', isLast: boolean): PassReport {
    return this.reduction.addPass(inputs, order, isLast);
  }

  async reduce(tail: Float32Array): Promise<void> {
    await this.reduction.reduce(tail);
  }

  async apply(step: OptimiserStep): Promise<void> {
    await this.reduction.apply(step);
    this.#steps += 1;
    if (this.#steps % this.togetherness.everySteps === 0) await this.#bringTogether();
  }

  async #bringTogether(): Promise<void> {
    const { program, exchange, floats } = this.togetherness;
    const { rank, workers } = exchange.options;
    const isFirst = rank === 0;
    const parameters = isFirst ? program.parameters() : new Float32Array(floats);
    const parts = Array.from({ length: workers }, (_, each) => ({
      first: 0,
      size: each === 0 ? parameters.length : 0,
    }));
    await exchange.allGather(parameters, parts);
    if (!isFirst) program.replaceParameters(parameters);
  }

  close(): void {
    this.reduction.close();
  }
}
