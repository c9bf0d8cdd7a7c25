import type { WorkerTask } from '../../src-shared/worker-protocol';
import { buildEvaluation } from '../evaluate/build-evaluation';
import { ClassificationEvaluation } from '../evaluate/classification-evaluation';
import { evaluateSplit } from '../evaluate/evaluate-split';
import type { Evaluation } from '../evaluate/evaluation';
import type { Purpose } from '../random/noise-seeds';
import { shuffledIndices } from '../random/shuffle';
import { EarlyStopping } from '../train/early-stopping';
import { type Pass, passShape } from '../train/step-plan';
import { type Reducers, type StepOutcome, Trainer } from '../train/trainer';
import { gatherParameters } from './gathered-parameters';
import type { Port } from './port';
import { type PreparedRun, predictedItems } from './prepared-run';
import { type Moment, Reporter } from './reporter';
import { saveLeastSure, savePosterior } from './saved-results';

/** Training, evaluation and the saved results of one worker, step by step. */
export class WorkerRun {
  readonly #reporter: Reporter;
  readonly #trainer: Trainer;
  readonly #earlyStopping: EarlyStopping | undefined;
  #step = 0;

  constructor(
    readonly task: WorkerTask,
    readonly run: PreparedRun,
    readonly reducers: Reducers,
    port: Port,
  ) {
    const { plan, compiled, program, layout, pooling } = run;
    const { experiment, rank } = task;
    const { earlyStopping } = experiment.training;
    this.#reporter = new Reporter(port, rank, plan.totalSteps);
    this.#earlyStopping = earlyStopping && new EarlyStopping(earlyStopping.patienceEpochs);
    const parts = { noiseTensors: program.noiseTensors, parameterFloats: layout.floats };
    this.#trainer = new Trainer(compiled, { experiment, plan, reducers, pooling, ...parts });
  }

  /** Trains to the end, or to the step after which some worker was asked to stop; says whether that happened. */
  async train(stopAsked: () => boolean): Promise<boolean> {
    const { plan } = this.run;
    this.#reporter.phase('training');
    while (this.#step < plan.totalSteps) {
      if (await this.#epoch(stopAsked)) return true;
      if (this.#step % plan.stepsPerEpoch === 0 && (await this.#validate())) return false;
    }
    return false;
  }

  /** Scores the test split, and rank 0 saves posterior and least sure items. */
  async finish(): Promise<Readonly<Record<string, number>>> {
    const { data, plan } = this.run;
    const { experiment, rank } = this.task;
    this.#reporter.phase('evaluating');
    const evaluation = await this.#evaluate(data.test, 'test');
    this.#reporter.send(this.#moment());
    const isEnsemble = experiment.inference.method === 'deep-ensemble';
    const members = isEnsemble ? experiment.training.samples : undefined;
    const parameters = await gatherParameters(this.run, members, this.reducers.everyone);
    if (rank !== 0) return {};
    this.#reporter.phase('saving');
    savePosterior(this.task, data, parameters, this.#step);
    if (evaluation instanceof ClassificationEvaluation) saveLeastSure(this.task, data, evaluation);
    this.#reporter.log(`Trained ${this.#step} of ${plan.totalSteps} steps.`);
    return this.#reporter.lastValues;
  }

  async #epoch(stopAsked: () => boolean): Promise<boolean> {
    const { plan, trainReader } = this.run;
    const epoch = Math.floor(this.#step / plan.stepsPerEpoch);
    const order = this.#orderOf(epoch);
    do {
      const batch = trainReader.read(this.#itemsOf(order), epoch);
      this.#step += 1;
      if (this.#step % plan.stepsPerEpoch !== 0) trainReader.prefetch(this.#itemsOf(order), epoch);
      const outcome = await this.#trainer.step(this.#step, batch, stopAsked());
      this.#reporter.step(this.#moment(), outcome, this.#objective(outcome));
      // Lets messages in between steps.
      await new Promise(setImmediate);
      if (outcome.stopAsked) return true;
    } while (this.#step % plan.stepsPerEpoch !== 0 && this.#step < plan.totalSteps);
    return false;
  }

  #orderOf(epoch: number): Uint32Array {
    const { train } = this.run.data;
    const order = shuffledIndices(train.length, this.task.experiment.seed, 'order', epoch);
    return order.map((position) => train[position]);
  }

  /** This worker's items of the next step's batch. */
  #itemsOf(order: Uint32Array): Uint32Array {
    const { stepsPerEpoch, batchItems, share } = this.run.plan;
    const first = (this.#step % stepsPerEpoch) * batchItems + share.firstItem;
    return order.subarray(first, first + share.items);
  }

  #objective({ report, learningRate }: StepOutcome): Record<string, number> {
    const { heat } = this.task.experiment.inference;
    const { data } = this.run;
    const klPerItem = report.kl / data.train.length;
    return {
      'train.loss': report.nll + heat * klPerItem,
      'train.nll': report.nll,
      'train.kl': klPerItem,
      [data.task.kind === 'classification' ? 'train.accuracy' : 'train.mse']: report.fit,
      'train.learningRate': learningRate,
    };
  }

  /** Scores the validation split; true once training should end early. */
  async #validate(): Promise<boolean> {
    const { validation } = this.run.data;
    if (validation.length === 0) return false;
    const { nll } = (await this.#evaluate(validation, 'validation')).scores();
    this.#reporter.send(this.#moment());
    return this.#earlyStopping?.shouldStop(nll) ?? false;
  }

  async #evaluate(
    indices: Uint32Array,
    purpose: Extract<Purpose, 'validation' | 'test'>,
  ): Promise<Evaluation> {
    const { plan, compiled, program, data, outputs } = this.run;
    const { seed, training } = this.task.experiment;
    const evaluation = buildEvaluation(this.task.experiment, this.run, indices.length);
    const task = {
      program: compiled,
      data,
      reader: data.evaluationReader(predictedItems(plan)),
      plan,
      shapeOf: (pass: Pass) => passShape(pass, plan, this.task.experiment),
      exchange: this.reducers.everyone,
      seed,
      samples: training.samples,
      noiseTensors: program.noiseTensors,
      outputs,
    };
    await evaluateSplit(task, evaluation, indices, purpose, this.#step);
    if (this.task.rank === 0) this.#reportScores(purpose, evaluation);
    return evaluation;
  }

  #reportScores(scope: string, evaluation: Evaluation): void {
    const named = Object.entries(evaluation.scores()).map(([name, value]) => [`${scope}.${name}`, value]);
    this.#reporter.add(this.#moment(), Object.fromEntries(named));
  }

  #moment(): Moment {
    return { step: this.#step, epoch: this.#step / this.run.plan.stepsPerEpoch };
  }
}
