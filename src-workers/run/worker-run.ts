import { diagnosis } from '../../src-shared/assessment/diagnosis';
import { BadInputError } from '../../src-shared/errors';
import { methodFacts } from '../../src-shared/experiment/methods';
import type { TrainingState } from '../../src-shared/formats/checkpoint-file';
import type { WorkerTask } from '../../src-shared/protocol/worker-protocol';
import type { BatchLoading } from '../engine/batch-loading';
import type { DrawPredictions } from '../evaluate/draw-predictions';
import type { Evaluation } from '../evaluate/evaluation';
import { HeadsEvaluation } from '../evaluate/heads-evaluation';
import { ReportedClassification } from '../evaluate/reports/reported-classification';
import { ReportedRegression } from '../evaluate/reports/reported-regression';
import { ReportedSegmentation } from '../evaluate/reports/reported-segmentation';
import type { Exchange } from '../parallel/exchange';
import { itemSetsOf } from '../parallel/item-sets';
import type { Purpose } from '../random/noise-seeds';
import { EpochOrders, itemsOfStep, setsOfWorker } from '../train/batch-of-step';
import { EarlyStopping } from '../train/early-stopping';
import { EpochBatches } from '../train/epoch-batches';
import { klWeightAt } from '../train/kl-weight';
import { LossTrend } from '../train/loss-trend';
import type { TrainerSettings } from '../train/trainer';
import { CheckpointSchedule } from './checkpoint-schedule';
import { Checkpoints } from './checkpoints';
import { convergenceOf } from './convergence';
import {
  type GatheredParameters,
  gather,
  gatherDraws,
  gatherNumbers,
  membersOf,
  tracesOf,
} from './gathered-parameters';
import { gradientNoise } from './gradient-noise-of-run';
import { KeptDraws } from './kept-draws';
import { type LaplaceOfRun, laplaceOfRun } from './laplace-of-run';
import { savePatiently } from './patient-saving';
import type { Port } from './port';
import { posteriorMovement } from './posterior-movement';
import type { PreparedRun } from './prepared-run';
import type { Pulse } from './pulse';
import { type Moment, Reporter } from './reporter';
import type { RunControl } from './run-control';
import { saveHeads, savePosterior, savePredictions, saveReport, saveSegmentation } from './saved-results';
import { scoreSplit } from './score-split';
import { stepMetrics } from './step-metrics';
import { type Steps, stepsOfRun } from './steps-of-run';
import { type ValueScale, valueScale } from './value-scale';

/** What ends training before its last step: a stop, after which it is scored, or others who take it over. */
type Interruption = 'stopped' | 'left';

/** Who hears of a run: the core, and the heartbeat. */
export interface Outside {
  readonly port: Port;
  readonly pulse: Pulse;
}

/** Training, evaluation and the saved results of one worker, step by step. */
export class WorkerRun {
  readonly #reporter: Reporter;
  readonly #trainer: Steps;
  #loading: BatchLoading | undefined;
  readonly #earlyStopping: EarlyStopping;
  readonly #lossTrend: LossTrend;
  readonly #checkpoints: Checkpoints;
  readonly #schedule: CheckpointSchedule;
  readonly #draws: KeptDraws;
  readonly #valueScale: ValueScale | undefined;
  /** Steps done. */
  #step = 0;
  /** There is no validation to be done after the last step, or it is done. */
  #isValidated = true;
  #validationNll = Infinity;
  #bestKept = Infinity;
  #isCheckpointDue = false;
  /** What all draws predict of some test items. */
  #testDraws: DrawPredictions | undefined;

  constructor(
    readonly task: WorkerTask,
    readonly run: PreparedRun,
    readonly together: Pick<TrainerSettings, 'reducers' | 'reduction'>,
    readonly outside: Outside,
    /** What the run is asked to be, where it is trained as something else (`trainedAs`). */
    readonly asked = task.experiment,
  ) {
    const { plan } = run;
    const { experiment, rank } = task;
    const { earlyStopping, checkpoint } = experiment.training;
    this.#reporter = new Reporter(outside.port, rank, plan.totalSteps);
    this.#earlyStopping = new EarlyStopping(earlyStopping);
    this.#lossTrend = new LossTrend(plan.totalSteps);
    this.#draws = new KeptDraws(experiment, plan);
    this.#valueScale = valueScale(experiment, run.data);
    this.#trainer = stepsOfRun(task.experiment, run, together);
    this.#loading = this.#trainer.loading;
    const trained = this.#trainer.trained ?? run.compiled;
    this.#checkpoints = new Checkpoints(
      { ...task, experiment: asked },
      { ...run, trained },
      this.#draws,
      together.reducers.everyone,
      (text) => this.#reporter.warn(text),
    );
    this.#schedule = new CheckpointSchedule(checkpoint, rank);
    if (task.checkpoint !== undefined) this.#goOnFrom(this.#checkpoints.restore(task.checkpoint));
  }

  /** Trains to the end, or to the step after which the workers were asked to stop or to leave. */
  async train(control: RunControl): Promise<'finished' | Interruption> {
    const { plan } = this.run;
    this.#reporter.phase('training');
    while (!this.#isOver()) {
      if (!this.#isValidated && this.#step % plan.stepsPerEpoch === 0) await this.#validate();
      else {
        const interruption = await this.#epoch(control).finally(() => this.outside.pulse.rest());
        if (interruption === 'stopped') await this.#saveCheckpoint();
        if (interruption) return interruption;
      }
      if (this.#isCheckpointDue && this.#isValidated) await this.#saveCheckpoint();
    }
    return 'finished';
  }

  /** After another worker was lost: writes down where this one stands. */
  saveForRecovery(): void {
    this.#checkpoints.saveForRecovery(this.#state());
  }

  /** After all were asked to leave: writes down, together with the others, where the run stands. */
  async saveForSuccessors(): Promise<void> {
    this.#reporter.send(this.#moment());
    await this.#checkpoints.saveForSuccessors(await this.#wholeState());
  }

  /** Scores the test split, and rank 0 saves posterior and least sure items. */
  async finish(): Promise<Readonly<Record<string, number>>> {
    const { data, plan } = this.run;
    const { rank } = this.task;
    this.#reporter.phase('evaluating');
    this.#draws.complete(this.run.layout);
    const { missing } = this.#draws;
    if (missing !== undefined && rank === 0) this.#reporter.warn(missing);
    const laplace = await this.#laplace();
    const ofSamples = await gradientNoise(this.run, this.task.experiment, this.together.reducers, this.#step);
    const evaluation = await this.#evaluate(data.test, 'test', laplace);
    const scores = evaluation.scores();
    const own = this.run.compiled.parameters();
    if (rank === 0) {
      this.#reporter.add(this.#moment(), named('test', scores));
      this.#reporter.add(
        this.#moment(),
        named(
          'posterior',
          laplace?.values ?? { ...posteriorMovement(this.run, this.task.experiment, own), ...this.#rise() },
        ),
      );
      if (ofSamples !== undefined) this.#reporter.add(this.#moment(), { 'posterior.sampleNoise': ofSamples });
    }
    this.#reporter.send(this.#moment());
    const { everyone } = this.together.reducers;
    const parameters = laplace?.parameters ?? (await this.#gathered(own, everyone));
    laplace?.compiled.dispose();
    if (rank !== 0) return {};
    this.#tellConvergence(parameters);
    this.#reporter.phase('saving');
    const save = () => {
      savePosterior({ ...this.task, experiment: this.asked }, data, parameters, this.#step);
      // A report of nothing would show scores that are no numbers.
      if (Object.keys(scores).length === 0) return;
      if (evaluation instanceof ReportedClassification) saveReport(this.task, data, evaluation);
      if (evaluation instanceof ReportedSegmentation) saveSegmentation(this.task, data, evaluation);
      if (evaluation instanceof ReportedRegression) savePredictions(this.task, data, evaluation);
      if (evaluation instanceof HeadsEvaluation) saveHeads(this.task, data, evaluation);
    };
    await savePatiently(save, (text) => this.#reporter.warn(text));
    for (const note of diagnosis(this.#reporter.lastValues, this.asked)) this.#reporter.log(note);
    this.#reporter.log(`Trained ${this.#step} of ${plan.totalSteps} steps.`);
    return this.#reporter.lastValues;
  }

  #gathered(own: Float32Array, everyone: Exchange | undefined): Promise<GatheredParameters> {
    const { experiment } = this.task;
    const draws = this.#draws.all;
    if (draws.length > 0) return gatherDraws(this.run, experiment, everyone, draws);
    return gather(this.run, membersOf(experiment), everyone, own);
  }

  /** The posterior around the trained networks, where one is asked for. */
  async #laplace(): Promise<LaplaceOfRun | undefined> {
    const { run, asked: experiment, task, together } = this;
    const { inference: laplace } = experiment;
    if (laplace.method !== 'laplace') return undefined;
    const tell = (text: string) => this.#reporter.log(text);
    const validate = async (posterior: LaplaceOfRun) => {
      const { nll = Number.NaN }: Partial<Record<string, number>> = (
        await this.#evaluate(run.data.validation, 'validation', posterior)
      ).scores();
      return nll;
    };
    const { engine } = task;
    const { reducers } = together;
    return laplaceOfRun({ run, experiment, laplace, engine, reducers, tell, validate });
  }

  /** Whether the bound that training raises, the ELBO, still rose at the end. */
  #rise(): Readonly<Record<string, number>> {
    if (!methodFacts(this.task.experiment.inference).hasDivergence) return {};
    const found = this.#lossTrend.fall(this.#step);
    return found ? { elboRise: found.fall, elboRiseError: found.error } : {};
  }

  /** What the draws of the chains say of each other, and what speaks against them. */
  #tellConvergence(parameters: GatheredParameters): void {
    const { experiment } = this.task;
    if (!methodFacts(experiment.inference).hasChains) return;
    const weights = tracesOf(parameters, experiment.training.samples * this.#draws.all.length);
    const values = convergenceOf(experiment, this.#draws, this.#testDraws, weights);
    this.#reporter.add(this.#moment(), named('posterior', values));
    this.#reporter.send(this.#moment());
  }

  async #epoch(control: RunControl): Promise<Interruption | undefined> {
    const { plan, trainReader } = this.run;
    const epoch = Math.floor(this.#step / plan.stepsPerEpoch);
    const sets = setsOfWorker(itemSetsOf(this.task.experiment), plan);
    const orders = new EpochOrders(this.run.data.train, this.task.experiment.seed, epoch);
    const views = sets.map(({ view }) => view);
    const request = (step: number) => ({ indices: itemsOfStep(orders, sets, plan, step), epoch, views });
    const isInEpoch = (step: number) => step % plan.stepsPerEpoch !== 0 && step < plan.totalSteps;
    const { pulse } = this.outside;
    const batches = new EpochBatches({
      reader: trainReader,
      request,
      has: isInEpoch,
      loading: this.#loading,
      giveUp: (complaint) => this.#loadNothing(complaint),
    });
    do {
      pulse.watch();
      const start = performance.now();
      const batch = batches.take(this.#step);
      const step = this.#step + 1;
      const inputMs = performance.now() - start;
      const wishes = { asked: control.asked, checkpoint: this.#schedule.isDue(step) };
      const outcome = await this.#trainer.step(step, batch, wishes);
      pulse.stepped(performance.now() - start);
      this.#step = step;
      if (this.#draws.isDue(step)) this.#draws.add(this.run.compiled.parameters(), outcome.chains?.divergent);
      this.#isValidated = false;
      this.#reporter.recent.letGoBefore(control.keptStep);
      const objective = stepMetrics(outcome, this.task.experiment, this.run.data, this.#valueScale);
      this.#earlyStopping.takeLoss(objective['train.loss']);
      this.#lossTrend.take(step, objective['train.loss']);
      this.#reporter.step(this.#moment(), inputMs, outcome, objective);
      // Lets messages in between steps.
      await new Promise(setImmediate);
      if (outcome.wishes.asked === 'stop') return 'stopped';
      if (outcome.wishes.checkpoint) this.#isCheckpointDue = true;
      // At the end of an epoch it waits for the validation.
      if (this.#isCheckpointDue && step % plan.stepsPerEpoch !== 0) await this.#saveCheckpoint();
      if (outcome.wishes.asked === 'pause' && (await this.#pause(control))) return 'left';
    } while (isInEpoch(this.#step));
    return undefined;
  }

  #loadNothing(complaint: string): void {
    this.#loading = undefined;
    this.#reporter.warn(
      `Each batch is copied to the GPU within its step, which is slower: it cannot be brought there ahead (${complaint}).`,
    );
  }

  #isOver(): boolean {
    const { totalSteps, stepsPerEpoch } = this.run.plan;
    if (this.#step % stepsPerEpoch === 0 && !this.#isValidated) return false;
    return this.#step >= totalSteps || this.#earlyStopping.isOver;
  }

  #goOnFrom(state: TrainingState): void {
    const { totalSteps } = this.run.plan;
    if (state.step > totalSteps)
      throw new BadInputError(
        `The checkpoint is of step ${state.step}, but with its data as they are now the run ends after step ${totalSteps}; put them back as they were, or start a new run.`,
      );
    const { firstSample, samples } = this.run.plan.share;
    this.#trainer.trained?.restoreNumbers(state.chains?.slice(firstSample, firstSample + samples) ?? []);
    this.#draws.divergent = state.divergent ?? 0;
    this.#step = state.step;
    this.#isValidated = state.isValidated;
    this.#validationNll = state.validationNll;
    this.#bestKept = state.bestKept;
    this.#earlyStopping.restore(state.earlyStopping);
    this.#lossTrend.restore(state.step, state.lossSums);
    this.#reporter.remember(state.points);
  }

  /** With what the chains of all workers have adapted to, to be called by all of them. */
  async #wholeState(): Promise<TrainingState> {
    const numbers = this.#trainer.trained?.chainNumbers();
    if (!numbers) return this.#state();
    const { everyone } = this.together.reducers;
    return {
      ...this.#state(),
      chains: await gatherNumbers(this.run.plan, this.task.experiment, everyone, numbers),
    };
  }

  #state(): TrainingState {
    return {
      step: this.#step,
      isValidated: this.#isValidated,
      earlyStopping: this.#earlyStopping.state,
      validationNll: this.#validationNll,
      bestKept: this.#bestKept,
      points: this.#reporter.recent.points,
      divergent: this.#draws.divergent,
      lossSums: this.#lossTrend.sums,
    };
  }

  async #saveCheckpoint(): Promise<void> {
    this.#isCheckpointDue = false;
    this.outside.pulse.rest();
    // Whoever goes on from here counts on the core having what came before.
    this.#reporter.send(this.#moment());
    this.#bestKept = await this.#checkpoints.save(await this.#wholeState());
    this.#schedule.noteWritten();
  }

  /** Waits until told to go on; true where all workers are to leave instead. */
  async #pause(control: RunControl): Promise<boolean> {
    this.#reporter.paused(this.#moment());
    return await control.untilResumed();
  }

  /** Scores the validation split, where there is one. */
  async #validate(): Promise<void> {
    const { data, plan } = this.run;
    const { validation } = data;
    if (validation.length > 0) {
      const start = performance.now();
      const scores = (await this.#evaluate(validation, 'validation')).scores();
      this.#reporter.evaluated(this.#moment(), performance.now() - start);
      this.#reporter.measure(this.#moment(), named('validation', scores));
      // Where nothing was known to score by, nothing has improved.
      const { nll = Number.NaN }: Partial<Record<string, number>> = scores;
      this.#validationNll = nll;
    }
    const isWhole = klWeightAt(this.#step, plan.totalSteps, this.task.experiment.inference) === 1;
    this.#earlyStopping.endEpoch(validation.length > 0 ? this.#validationNll : undefined, isWhole);
    this.#isValidated = true;
    this.#reporter.send(this.#moment());
  }

  async #evaluate(
    indices: Uint32Array,
    purpose: Extract<Purpose, 'validation' | 'test'>,
    laplace?: LaplaceOfRun,
  ): Promise<Evaluation> {
    const asked = laplace ? this.asked : this.task.experiment;
    const { everyone } = this.together.reducers;
    const scored = { ...this.run, asked, everyone, draws: this.#draws.all, laplace };
    const isReported = purpose === 'test' && this.task.rank === 0;
    const { evaluation, testDraws } = await scoreSplit(scored, {
      indices,
      purpose,
      isReported,
      step: this.#step,
    });
    this.#testDraws = testDraws;
    return evaluation;
  }

  #moment(): Moment {
    return { step: this.#step, epoch: this.#step / this.run.plan.stepsPerEpoch };
  }
}

function named(scope: string, scores: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [`${scope}.${name}`, value]));
}
