import { divergedOpening } from '../../src-shared/assessment/divergence';
import { splitEvenly } from '../../src-shared/devices/workload';
import { FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import type { Combination } from '../bayes/objectives/objective';
import type { BatchLoading } from '../engine/batch-loading';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import { batchOfStep, type Pass, type StepPlan } from '../parallel/step-plan';
import { type Asked, askedBy, flagOf } from './asked';
import type { StepBatch } from './epoch-batches';
import type { GradientReduction } from './gradient-reduction';
import { passInputs } from './pass-inputs';
import { poolStatistics } from './pooled-statistics';
import type { Reducers } from './reducers';
import type { StepSize } from './step-size';
import { Stopwatch } from './stopwatch';

/** What a worker would have all workers do after a step: what any wishes, all do. */
export interface StepWishes {
  /** What the core has asked of it. */
  readonly asked: Asked;
  /** A checkpoint is due. */
  readonly checkpoint: boolean;
}

export interface StepOutcome {
  /** Over all workers' samples and items. */
  readonly report: PassReport;
  readonly learningRate: number;
  /** Milliseconds in passes and optimiser, and in the exchange with waiting for the others. */
  readonly computeMs: number;
  readonly exchangeMs: number;
  /** Of all workers, the same for each. */
  readonly wishes: StepWishes;
  /** Of Hamiltonian chains: means over them. */
  readonly chains?: { readonly acceptance: number; readonly divergent: number; readonly leapfrogs: number };
}

export interface TrainerSettings {
  readonly experiment: Experiment;
  readonly plan: StepPlan;
  readonly reducers: Reducers;
  /** What makes one gradient of several passes and workers; a worker that is alone with one pass may go without. */
  readonly reduction: GradientReduction | undefined;
  readonly noiseTensors: number;
  readonly stepSizes: (step: number) => StepSize;
  readonly layout: ParameterLayout;
  /** Set where statistics are pooled over passes and workers before the backward pass. */
  readonly pooling: Combination | undefined;
}

/** Takes training steps: passes over this worker's samples, one reduction over the workers, one optimiser step. */
export class Trainer {
  /** What is summed over the workers beside the gradient: nll, fit and KL, each times its share, and wishes. */
  static readonly tailFloats = 5;

  constructor(
    readonly program: CompiledProgram,
    readonly settings: TrainerSettings,
  ) {}

  /** Where its batches can be brought to the device ahead. */
  get loading(): BatchLoading | undefined {
    return this.program.batchLoading;
  }

  /**
   * @param step counts from 1
   * @param batch this worker's items of the step
   * @throws FailedError when the loss is no longer a finite number
   */
  async step(step: number, batch: StepBatch, wishes: StepWishes): Promise<StepOutcome> {
    const { stepSizes, reduction } = this.settings;
    const { size, learningRate, momentum } = stepSizes(step);
    const taken = { learningRate, step, ...(momentum === undefined ? {} : { momentum }) };
    const outcome = reduction
      ? await this.#stepByReduction(reduction, taken, batch, wishes)
      : this.#stepAtOnce(taken, batch, wishes);
    this.#refuseDivergence(step, outcome.report);
    return { ...outcome, learningRate: size };
  }

  #stepAtOnce(taken: OptimiserStep, batch: StepBatch, wishes: StepWishes): Omit<StepOutcome, 'learningRate'> {
    const start = performance.now();
    const { passes } = batchOfStep(this.settings.plan, taken.step);
    const inputs = this.#inputs(taken.step, batch, passes[0]);
    const report = this.program.gradientsAndApply(inputs, taken);
    return { report, computeMs: performance.now() - start, exchangeMs: 0, wishes };
  }

  async #stepByReduction(
    reduction: GradientReduction,
    taken: OptimiserStep,
    batch: StepBatch,
    wishes: StepWishes,
  ): Promise<Omit<StepOutcome, 'learningRate'>> {
    const clock = new Stopwatch();
    const pooled = this.settings.pooling ? await this.#pool(taken.step, batch, clock) : undefined;
    const tail = this.#collect(reduction, taken.step, batch, pooled);
    tail[3] = flagOf(wishes.asked);
    tail[4] = wishes.checkpoint ? 1 : 0;
    clock.lap('compute');
    await reduction.reduce(tail);
    clock.lap('exchange');
    await reduction.apply(taken);
    clock.lap('compute');
    const [nll, fit, kl, flags, checkpoints] = tail;
    return {
      report: { nll, fit, kl },
      computeMs: clock.compute,
      exchangeMs: clock.exchange,
      wishes: { asked: askedBy(flags), checkpoint: checkpoints > 0 },
    };
  }

  async #pool(step: number, batch: StepBatch, clock: Stopwatch): Promise<Float32Array> {
    const { plan, reducers, experiment, pooling = 'log-sum-exp' } = this.settings;
    const part = batchOfStep(plan, step);
    const passes = part.passes.map((pass) => ({
      samples: pass.samples,
      values: this.program.statistics(this.#inputs(step, batch, pass)),
    }));
    clock.lap('compute');
    const samplesOf = splitEvenly(experiment.training.samples, plan.sampleGroups).map(({ size }) => size);
    const pooled = await poolStatistics(passes, pooling, { ...plan, ...part }, samplesOf, reducers.everyone);
    clock.lap('exchange');
    return pooled;
  }

  /** Runs the passes; returns their part of the tail. */
  #collect(
    reduction: GradientReduction,
    step: number,
    batch: StepBatch,
    pooled: Float32Array | undefined,
  ): Float32Array {
    const tail = new Float32Array(Trainer.tailFloats);
    batchOfStep(this.settings.plan, step).passes.forEach((pass, index, { length }) => {
      const inputs = this.#inputs(step, batch, pass);
      const report = reduction.addPass(
        pooled ? { ...inputs, pooled } : inputs,
        index === 0 ? 'first' : 'further',
        index + 1 === length,
      );
      tail[0] += pass.share * report.nll;
      tail[1] += pass.share * report.fit;
      tail[2] += pass.share * report.kl;
    });
    return tail;
  }

  #refuseDivergence(step: number, { nll, kl }: PassReport): void {
    if (Number.isFinite(nll) && Number.isFinite(kl)) return;
    const what = Number.isFinite(nll) ? 'KL divergence' : 'negative log-likelihood';
    const parameters = this.program.parameters();
    const isBroken = (value: number): boolean => !Number.isFinite(value);
    const broken = this.settings.layout.slots.find((slot) => valuesOf(slot, parameters).some(isBroken));
    const where = broken ? `, and ${broken.name} is the first tensor with such numbers` : '';
    const { ratePath = 'training.optimizer.learningRate' } = methodFacts(this.settings.experiment.inference);
    throw new FailedError(
      `${divergedOpening} the ${what} was no longer a finite number at step ${step}${where}. A smaller ${ratePath} usually helps.`,
    );
  }

  #inputs(step: number, batch: StepBatch, pass: Pass): PassInputs {
    return passInputs(this.settings, step, batch, pass);
  }
}
