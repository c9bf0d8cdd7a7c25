import { FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { splitEvenly } from '../../src-shared/workload';
import type { Combination } from '../bayes/objectives/objective';
import type { Batch } from '../data/run-data';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { CompiledProgram, OptimiserStep, PassInputs, PassReport } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import { noiseSeeds } from '../random/noise-seeds';
import { type Asked, askedBy, flagOf } from '../run/run-control';
import { learningRateAt } from './learning-rate';
import { poolStatistics } from './pooled-statistics';
import { type Pass, passShape, type StepPlan } from './step-plan';

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
}

// What rides behind the gradient in the exchanged vector: nll, fit, KL (each times its share), wishes.
const tailFloats = 5;

/** Who a worker sums with. */
export interface Reducers {
  /** All workers of the run; undefined for one that is alone. */
  readonly everyone: Exchange | undefined;
  /** The workers that train the same parameters: everyone, but for deep ensembles, whose members live apart. */
  readonly sameParameters: Exchange | undefined;
}

export interface TrainerSettings {
  readonly experiment: Experiment;
  readonly plan: StepPlan;
  readonly reducers: Reducers;
  readonly noiseTensors: number;
  readonly layout: ParameterLayout;
  /** Set where statistics are pooled over passes and workers before the backward pass. */
  readonly pooling: Combination | undefined;
}

/** Takes training steps: passes over this worker's samples, one reduction over the workers, one optimiser step. */
export class Trainer {
  readonly #exchanged: Float32Array;

  constructor(
    readonly program: CompiledProgram,
    readonly settings: TrainerSettings,
  ) {
    this.#exchanged = new Float32Array(Trainer.exchangedFloats(settings.layout.floats));
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
  async step(step: number, batch: Batch, wishes: StepWishes): Promise<StepOutcome> {
    const { experiment, plan, reducers } = this.settings;
    const { optimizer, ...training } = experiment.training;
    const settings = { ...training, learningRate: optimizer.learningRate };
    const learningRate = learningRateAt(step, plan.stepsPerEpoch, settings);
    const taken = { learningRate, step };
    const isAlone = reducers.everyone === undefined && plan.passes.length === 1;
    const outcome = isAlone
      ? this.#stepAtOnce(taken, batch, wishes)
      : await this.#stepByExchange(taken, batch, wishes);
    this.#refuseDivergence(step, outcome.report);
    return { ...outcome, learningRate };
  }

  #stepAtOnce(taken: OptimiserStep, batch: Batch, wishes: StepWishes): Omit<StepOutcome, 'learningRate'> {
    const start = performance.now();
    const inputs = this.#inputs(taken.step, batch, this.settings.plan.passes[0]);
    const report = this.program.gradientsAndApply(inputs, taken);
    return { report, computeMs: performance.now() - start, exchangeMs: 0, wishes };
  }

  async #stepByExchange(
    taken: OptimiserStep,
    batch: Batch,
    wishes: StepWishes,
  ): Promise<Omit<StepOutcome, 'learningRate'>> {
    const clock = new Stopwatch();
    const pooled = this.settings.pooling ? await this.#pool(taken.step, batch, clock) : undefined;
    const tail = this.#collect(taken.step, batch, wishes, pooled);
    clock.lap('compute');
    await this.#reduce(tail);
    clock.lap('exchange');
    this.program.apply(this.#exchanged.subarray(0, tail), taken);
    clock.lap('compute');
    const [nll, fit, kl, flags, checkpoints] = this.#exchanged.subarray(tail);
    return {
      report: { nll, fit, kl },
      computeMs: clock.compute,
      exchangeMs: clock.exchange,
      wishes: { asked: askedBy(flags), checkpoint: checkpoints > 0 },
    };
  }

  async #pool(step: number, batch: Batch, clock: Stopwatch): Promise<Float32Array> {
    const { plan, reducers, experiment, pooling = 'log-sum-exp' } = this.settings;
    const passes = plan.passes.map((pass) => ({
      samples: pass.samples,
      values: this.program.statistics(this.#inputs(step, batch, pass)),
    }));
    clock.lap('compute');
    const samplesOf = splitEvenly(experiment.training.samples, plan.sampleGroups).map(({ size }) => size);
    const pooled = await poolStatistics(passes, pooling, plan, samplesOf, reducers.everyone);
    clock.lap('exchange');
    return pooled;
  }

  async #reduce(tail: number): Promise<void> {
    const { everyone, sameParameters } = this.settings.reducers;
    if (everyone === sameParameters) {
      await everyone?.allReduceSum(this.#exchanged);
      return;
    }
    await sameParameters?.allReduceSum(this.#exchanged.subarray(0, tail));
    await everyone?.allReduceSum(this.#exchanged.subarray(tail));
  }

  /** Sums the passes' gradients and reports into the vector to exchange; returns where its tail starts. */
  #collect(step: number, batch: Batch, wishes: StepWishes, pooled: Float32Array | undefined): number {
    const vector = this.#exchanged;
    const tail = vector.length - tailFloats;
    this.settings.plan.passes.forEach((pass, index) => {
      const inputs = this.#inputs(step, batch, pass);
      const { gradients, report } = this.program.gradients(pooled ? { ...inputs, pooled } : inputs);
      if (index === 0) {
        vector.set(gradients);
        vector.fill(0, tail);
      } else {
        for (let at = 0; at < tail; at += 1) vector[at] += gradients[at];
      }
      vector[tail] += pass.share * report.nll;
      vector[tail + 1] += pass.share * report.fit;
      vector[tail + 2] += pass.share * report.kl;
    });
    vector[tail + 3] = flagOf(wishes.asked);
    vector[tail + 4] = wishes.checkpoint ? 1 : 0;
    return tail;
  }

  #refuseDivergence(step: number, { nll, kl }: PassReport): void {
    if (Number.isFinite(nll) && Number.isFinite(kl)) return;
    const what = Number.isFinite(nll) ? 'KL divergence' : 'negative log-likelihood';
    const parameters = this.program.parameters();
    const isBroken = (value: number): boolean => !Number.isFinite(value);
    const broken = this.settings.layout.slots.find((slot) => valuesOf(slot, parameters).some(isBroken));
    const where = broken ? `, and ${broken.name} is the first tensor with such numbers` : '';
    throw new FailedError(
      `Training diverged: the ${what} was no longer a finite number at step ${step}${where}. A smaller training.optimizer.learningRate usually helps.`,
    );
  }

  #inputs(step: number, batch: Batch, pass: Pass): PassInputs {
    const { experiment, plan, noiseTensors } = this.settings;
    const samples = { first: pass.firstSample, count: pass.samples };
    return {
      shape: passShape(pass, plan, experiment),
      inputs: batch.inputs,
      targets: batch.targets,
      seeds: noiseSeeds(experiment.seed, 'training', step, noiseTensors, samples),
      share: pass.share,
    };
  }
}

/** Sums milliseconds since the last lap into one of two accounts. */
class Stopwatch {
  compute = 0;
  exchange = 0;
  #last = performance.now();

  lap(account: 'compute' | 'exchange'): void {
    const now = performance.now();
    this[account] += now - this.#last;
    this.#last = now;
  }
}
