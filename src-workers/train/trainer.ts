import { FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import type { Batch } from '../data/batch';
import type { CompiledProgram, PassReport } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import { noiseSeeds } from '../random/noise-seeds';
import { learningRateAt } from './learning-rate';
import type { Pass, StepPlan } from './step-plan';

export interface StepOutcome {
  /** Over all workers' samples and items. */
  readonly report: PassReport;
  readonly learningRate: number;
  /** Milliseconds in passes and optimiser, and in the exchange with waiting for the others. */
  readonly computeMs: number;
  readonly exchangeMs: number;
  /** Some worker was asked to stop; all learn of it after the same step. */
  readonly stopAsked: boolean;
}

// What rides behind the gradient in the exchanged vector: nll, accuracy, KL (each times its share), stop flags.
const tailFloats = 4;

/** Takes training steps: passes over this worker's samples, one reduction over the workers, one optimiser step. */
export class Trainer {
  readonly #exchanged: Float32Array;

  constructor(
    readonly program: CompiledProgram,
    readonly plan: StepPlan,
    readonly experiment: Experiment,
    readonly exchange: Exchange | undefined,
    readonly noiseTensors: number,
    parameterFloats: number,
  ) {
    this.#exchanged = new Float32Array(parameterFloats + tailFloats);
  }

  /** Length of the vector that every step exchanges. */
  static exchangedFloats(parameterFloats: number): number {
    return parameterFloats + tailFloats;
  }

  /**
   * @param step counts from 1
   * @param batch this worker's items of the step
   * @throws FailedError when the loss is no longer a finite number
   */
  async step(step: number, batch: Batch, stopAsked: boolean): Promise<StepOutcome> {
    const { optimizer, warmupEpochs } = this.experiment.training;
    const warmupSteps = warmupEpochs * this.plan.stepsPerEpoch;
    const learningRate = learningRateAt(step, optimizer.learningRate, warmupSteps);
    const outcome =
      this.exchange === undefined && this.plan.passes.length === 1
        ? this.#stepAtOnce(step, batch, learningRate, stopAsked)
        : await this.#stepByExchange(step, batch, learningRate, stopAsked);
    refuseDivergence(step, outcome.report);
    return { ...outcome, learningRate };
  }

  #stepAtOnce(
    step: number,
    batch: Batch,
    learningRate: number,
    stopAsked: boolean,
  ): Omit<StepOutcome, 'learningRate'> {
    const start = performance.now();
    const inputs = this.#inputs(step, batch, this.plan.passes[0]);
    const report = this.program.gradientsAndApply(inputs, { learningRate, step });
    return { report, computeMs: performance.now() - start, exchangeMs: 0, stopAsked };
  }

  async #stepByExchange(
    step: number,
    batch: Batch,
    learningRate: number,
    stopAsked: boolean,
  ): Promise<Omit<StepOutcome, 'learningRate'>> {
    const start = performance.now();
    const tail = this.#collect(step, batch, stopAsked);
    const collected = performance.now();
    await this.exchange?.allReduceSum(this.#exchanged);
    const reduced = performance.now();
    this.program.apply(this.#exchanged.subarray(0, tail), { learningRate, step });
    const [nll, accuracy, kl, stops] = this.#exchanged.subarray(tail);
    return {
      report: { nll, accuracy, kl },
      computeMs: collected - start + (performance.now() - reduced),
      exchangeMs: reduced - collected,
      stopAsked: stops > 0,
    };
  }

  /** Sums the passes' gradients and reports into the vector to exchange; returns where its tail starts. */
  #collect(step: number, batch: Batch, stopAsked: boolean): number {
    const vector = this.#exchanged;
    const tail = vector.length - tailFloats;
    this.plan.passes.forEach((pass, index) => {
      const { gradients, report } = this.program.gradients(this.#inputs(step, batch, pass));
      if (index === 0) {
        vector.set(gradients);
        vector.fill(0, tail);
      } else {
        for (let at = 0; at < tail; at += 1) vector[at] += gradients[at];
      }
      vector[tail] += pass.share * report.nll;
      vector[tail + 1] += pass.share * report.accuracy;
      vector[tail + 2] += pass.share * report.kl;
    });
    vector[tail + 3] = stopAsked ? 1 : 0;
    return tail;
  }

  #inputs(step: number, batch: Batch, pass: Pass) {
    const samples = { first: pass.firstSample, count: pass.samples };
    return {
      shape: { samples: pass.samples, items: this.plan.share.items },
      images: batch.images,
      labels: batch.labels,
      seeds: noiseSeeds(this.experiment.seed, 'training', step, this.noiseTensors, samples),
      share: pass.share,
    };
  }
}

function refuseDivergence(step: number, { nll, kl }: PassReport): void {
  if (Number.isFinite(nll) && Number.isFinite(kl)) return;
  const what = Number.isFinite(nll) ? 'KL divergence' : 'negative log-likelihood';
  throw new FailedError(
    `Training diverged: the ${what} was no longer a finite number at step ${step}. A smaller training.optimizer.learningRate usually helps.`,
  );
}
