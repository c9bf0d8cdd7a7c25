import { FailedError } from '../../../src-shared/errors';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Hmc } from '../../../src-shared/experiment/methods/hmc';
import type { Batch } from '../../data/run-data';
import type { ParameterLayout } from '../../engine/parameter-layout';
import type { PassInputs, PassReport } from '../../engine/pass';
import type { CompiledProgram } from '../../engine/program';
import { passShape, type StepPlan } from '../../parallel/step-plan';
import { askedBy, flagOf } from '../asked';
import type { Reducers } from '../reducers';
import { Stopwatch } from '../stopwatch';
import type { StepOutcome, StepWishes } from '../trainer';
import { Adaptation } from './adaptation';
import { ChainVectors } from './chain-vectors';
import { chanceOf } from './chance';
import { firstStepSize } from './first-step-size';
import { together } from './together';
import type { Evaluated, Place } from './trajectory';
import { type Transition, transition } from './transition';

export interface NutsSettings {
  readonly experiment: Experiment;
  readonly hmc: Hmc;
  readonly plan: StepPlan;
  readonly reducers: Reducers;
  readonly layout: ParameterLayout;
}

/** Iterations of the no-U-turn sampler on the whole data set, of all of this worker's chains side by side. */
export class NutsTrainer {
  readonly #vectors: ChainVectors;
  readonly #adaptations: readonly Adaptation[];
  /** Where the chains are, once that was computed. */
  #places: readonly Place[] | undefined;
  #report: PassReport = { nll: 0, fit: 0, kl: 0 };

  constructor(
    readonly program: CompiledProgram,
    readonly settings: NutsSettings,
  ) {
    const { plan, hmc, layout } = settings;
    this.#vectors = new ChainVectors(layout, plan.share.samples);
    this.#adaptations = Array.from(
      { length: plan.share.samples },
      () => new Adaptation(hmc.warmUp, hmc.targetAcceptance, this.#vectors.size),
    );
  }

  parameters(): Float32Array {
    return this.program.parameters();
  }

  /** What adaptation has found, as vectors in the layout of the parameters. */
  optimiserState(): readonly Float32Array[] {
    const [first] = this.#adaptations;
    return first.vectors.map((_, vector) =>
      this.#vectors.join(this.#adaptations.map(({ vectors }) => vectors[vector])),
    );
  }

  /** The rest of it: a few numbers for each of this worker's chains. */
  chainNumbers(): readonly Float32Array[] {
    return this.#adaptations.map(({ numbers }) => numbers);
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    this.program.setParameters(parameters);
    state.forEach((flat, vector) => {
      this.#vectors.split(flat).forEach((own, chain) => {
        this.#adaptations[chain].vectors[vector].set(own);
      });
    });
  }

  restoreNumbers(numbers: readonly (readonly number[])[]): void {
    numbers.forEach((own, chain) => {
      this.#adaptations[chain].numbers.set(own);
    });
  }

  /**
   * One iteration.
   * @param step counts from 1
   * @param batch this worker's items of the data set
   * @throws FailedError when the chains start where the posterior has no density
   */
  async step(step: number, batch: Batch, wishes: StepWishes): Promise<StepOutcome> {
    const clock = new Stopwatch();
    const { hmc, plan } = this.settings;
    const evaluate = (positions: readonly Float32Array[]) => this.#evaluate(positions, batch, clock);
    this.#places ??= await this.#firstPlaces(evaluate);
    const chances = this.#adaptations.map((_, chain) => this.#chance(step, chain));
    const starts = this.#places.map(({ position }) => position);
    if (step === 1) {
      const found = this.#places.map((place, chain) =>
        firstStepSize(place, this.#adaptations[chain].inverseMass, this.#chance(0, chain)),
      );
      const sizes = await together(found, starts, evaluate);
      this.#adaptations.forEach((adaptation, chain) => {
        adaptation.startFrom(sizes[chain]);
      });
    }
    const stepSizes = this.#adaptations.map((adaptation) => adaptation.dynamics(step).stepSize);
    const moves = this.#places.map((place, chain) =>
      transition(place, this.#adaptations[chain].dynamics(step), hmc.maxDepth, chances[chain]),
    );
    const done = await together(moves, starts, evaluate);
    done.forEach(({ acceptance, place }, chain) => {
      this.#adaptations[chain].learn(step, acceptance, place.position);
    });
    const positions = done.map(({ place }) => place.position);
    const reached = await evaluate(positions);
    this.#places = positions.map((position, chain) => ({ position, ...reached[chain] }));
    clock.lap('compute');
    return this.#outcome(plan, done, stepSizes, wishes, clock);
  }

  #chance(iteration: number, chain: number) {
    const { experiment, plan } = this.settings;
    return chanceOf(experiment.seed, iteration, plan.share.firstSample + chain, this.#vectors.size);
  }

  async #firstPlaces(
    evaluate: (positions: readonly Float32Array[]) => Promise<readonly Evaluated[]>,
  ): Promise<readonly Place[]> {
    const positions = this.#vectors.split(this.program.parameters());
    const found = await evaluate(positions);
    if (found.some(({ energy }) => !Number.isFinite(energy)))
      throw new FailedError(
        'The posterior has no density where a chain starts: its energy is no finite number.',
      );
    return positions.map((position, chain) => ({ position, ...found[chain] }));
  }

  /** Passes over this worker's items, summed over the workers that have others of the same chains. */
  async #evaluate(
    positions: readonly Float32Array[],
    batch: Batch,
    clock: Stopwatch,
  ): Promise<readonly Evaluated[]> {
    const { layout, plan, reducers } = this.settings;
    const chains = plan.share.samples;
    this.program.setParameters(this.#vectors.join(positions));
    const sum = new Float32Array(layout.floats + chains + 3);
    for (const pass of plan.passes) {
      const { gradients, report } = this.program.gradients(this.#inputs(batch, pass));
      for (let at = 0; at < gradients.length; at += 1) sum[at] += gradients[at];
      sum.set(report.energies ?? [], layout.floats + pass.firstOwn);
      const part = pass.share * (this.settings.experiment.training.samples / chains);
      [report.nll, report.fit, report.kl].forEach((value, at) => {
        sum[layout.floats + chains + at] += part * value;
      });
    }
    clock.lap('compute');
    if (plan.dataGroups > 1) await reducers.sameParameters?.allReduceSum(sum);
    clock.lap('exchange');
    const [nll, fit, kl] = sum.subarray(layout.floats + chains);
    this.#report = { nll, fit, kl };
    const gradients = this.#vectors.split(sum.subarray(0, layout.floats));
    return gradients.map((gradient, chain) => ({ gradient, energy: sum[layout.floats + chain] }));
  }

  #inputs(batch: Batch, pass: StepPlan['passes'][number]): PassInputs {
    const { experiment, plan } = this.settings;
    const shape = passShape(pass, plan, experiment);
    return {
      shape,
      inputs: batch.inputs,
      targets: batch.targets,
      seeds: new Int32Array(0),
      share: pass.share,
    };
  }

  async #outcome(
    plan: StepPlan,
    done: readonly Transition[],
    stepSizes: readonly number[],
    wishes: StepWishes,
    clock: Stopwatch,
  ): Promise<StepOutcome> {
    const { reducers, experiment } = this.settings;
    const { nll, fit, kl } = this.#report;
    const part = done.length / experiment.training.samples / plan.dataGroups;
    const mean = (values: readonly number[]) =>
      (part * values.reduce((total, value) => total + value, 0)) / values.length;
    const tail = Float32Array.of(
      part * nll,
      part * fit,
      part * kl,
      flagOf(wishes.asked),
      wishes.checkpoint ? 1 : 0,
      mean(stepSizes),
      mean(done.map(({ acceptance }) => acceptance)),
      mean(done.map(({ isDivergent }) => (isDivergent ? 1 : 0))),
      mean(done.map(({ leapfrogs }) => leapfrogs)),
    );
    await reducers.everyone?.allReduceSum(tail);
    clock.lap('exchange');
    return {
      report: { nll: tail[0], fit: tail[1], kl: tail[2] },
      learningRate: tail[5],
      computeMs: clock.compute,
      exchangeMs: clock.exchange,
      wishes: { asked: askedBy(tail[3]), checkpoint: tail[4] > 0 },
      chains: { acceptance: tail[6], divergent: tail[7], leapfrogs: tail[8] },
    };
  }
}
