import { join } from 'node:path';
import type { ImageSet } from '../../src-shared/datasets/image-set';
import type { WorkerTask } from '../../src-shared/worker-protocol';
import { BatchReader } from '../data/batch';
import { leastSureItems } from '../evaluate/least-sure';
import { type PooledPrediction, predictPooled } from '../evaluate/pooled-prediction';
import { scorePredictions } from '../evaluate/scores';
import type { Purpose } from '../random/noise-seeds';
import { shuffledIndices } from '../random/shuffle';
import { type Pass, passShape, poolsOverPasses } from '../train/step-plan';
import { type Reducers, Trainer } from '../train/trainer';
import { writeDurably } from './durable-file';
import { type GatheredParameters, gatherParameters } from './gathered-parameters';
import type { Port } from './port';
import { encodePosterior } from './posterior-file';
import {
  meetWorkers,
  type PreparedRun,
  partFromWorkers,
  predictedItems,
  prepareData,
  prepareRun,
} from './prepared-run';
import { type Moment, Reporter } from './reporter';

/** How many of the least sure test items a run keeps. */
const keptItems = 24;

export interface RunEnd {
  readonly stopped: boolean;
  readonly finalMetrics: Readonly<Record<string, number>>;
}

/** One worker's part of a run, from reading the data to the saved posterior. */
export async function trainRun(task: WorkerTask, port: Port, stopAsked: () => boolean): Promise<RunEnd> {
  port.post({ type: 'phase', phase: 'loading' });
  const data = await prepareData(task);
  port.post({ type: 'phase', phase: 'tracing' });
  const prepared = prepareRun(task, data);
  const reducers = await meetWorkers(task, prepared);
  try {
    const run = new WorkerRun(task, prepared, reducers, port);
    const stopped = await run.train(stopAsked);
    const finalMetrics = await run.finish();
    return { stopped, finalMetrics };
  } finally {
    await partFromWorkers(reducers);
    prepared.compiled.dispose();
  }
}

class WorkerRun {
  readonly #reporter: Reporter;
  readonly #trainer: Trainer;
  #step = 0;

  constructor(
    readonly task: WorkerTask,
    readonly run: PreparedRun,
    readonly reducers: Reducers,
    port: Port,
  ) {
    const { plan, compiled, program, layout } = run;
    this.#reporter = new Reporter(port, task.rank, plan.totalSteps);
    const { experiment } = task;
    this.#trainer = new Trainer(compiled, {
      experiment,
      plan,
      reducers,
      noiseTensors: program.noiseTensors,
      parameterFloats: layout.floats,
      poolsOverPasses: poolsOverPasses(experiment, plan),
    });
  }

  /** Trains to the end, or to the step after which some worker was asked to stop; says whether that happened. */
  async train(stopAsked: () => boolean): Promise<boolean> {
    const { plan } = this.run;
    this.#reporter.phase('training');
    while (this.#step < plan.totalSteps) {
      const stopped = await this.#epoch(stopAsked);
      if (stopped) return true;
      if (this.#step % plan.stepsPerEpoch === 0) await this.#validate();
    }
    return false;
  }

  /** Scores the test split, and rank 0 saves posterior and least sure items. */
  async finish(): Promise<Readonly<Record<string, number>>> {
    const { test } = this.run.data.images;
    this.#reporter.phase('evaluating');
    const indices = Uint32Array.from({ length: test.items }, (_, index) => index);
    const prediction = await this.#predict(test, indices, 'test');
    this.#score('test', test, indices, prediction);
    this.#reporter.send(this.#moment());
    const { inference, training } = this.task.experiment;
    const members = inference.method === 'deep-ensemble' ? training.samples : undefined;
    const parameters = await gatherParameters(this.run, members, this.reducers.everyone);
    if (this.task.rank !== 0) return {};
    this.#reporter.phase('saving');
    this.#save(test, prediction, parameters);
    return this.#reporter.lastValues;
  }

  async #epoch(stopAsked: () => boolean): Promise<boolean> {
    const { plan, data, trainReader } = this.run;
    const { seed } = this.task.experiment;
    const epoch = Math.floor(this.#step / plan.stepsPerEpoch);
    const order = shuffledIndices(data.split.train.length, seed, 'order', epoch);
    do {
      const first = (this.#step % plan.stepsPerEpoch) * plan.batchItems + plan.share.firstItem;
      const items = order
        .subarray(first, first + plan.share.items)
        .map((position) => data.split.train[position]);
      this.#step += 1;
      const outcome = await this.#trainer.step(this.#step, trainReader.read(items), stopAsked());
      this.#reporter.step(this.#moment(), outcome, this.#objective(outcome));
      // Lets messages in between steps.
      await new Promise(setImmediate);
      if (outcome.stopAsked) return true;
    } while (this.#step % plan.stepsPerEpoch !== 0 && this.#step < plan.totalSteps);
    return false;
  }

  #objective({ report, learningRate }: Awaited<ReturnType<Trainer['step']>>): Record<string, number> {
    const { heat } = this.task.experiment.inference;
    const klPerItem = report.kl / this.run.data.split.train.length;
    return {
      'train.loss': report.nll + heat * klPerItem,
      'train.nll': report.nll,
      'train.kl': klPerItem,
      'train.accuracy': report.accuracy,
      'train.learningRate': learningRate,
    };
  }

  async #validate(): Promise<void> {
    const { train } = this.run.data.images;
    const { validation } = this.run.data.split;
    if (validation.length === 0) return;
    this.#score('validation', train, validation, await this.#predict(train, validation, 'validation'));
    this.#reporter.send(this.#moment());
  }

  #predict(set: ImageSet, indices: Uint32Array, purpose: Purpose): Promise<PooledPrediction> {
    const { plan, compiled, program, data } = this.run;
    const { seed, training } = this.task.experiment;
    const prediction = {
      program: compiled,
      reader: new BatchReader(set, data.normalisation, predictedItems(plan)),
      plan,
      shapeOf: (pass: Pass) => passShape(pass, plan, this.task.experiment),
      exchange: this.reducers.everyone,
      seed,
      samples: training.samples,
      noiseTensors: program.noiseTensors,
      classes: program.classes,
    };
    return predictPooled(prediction, indices, purpose, this.#step);
  }

  #score(scope: string, set: ImageSet, indices: Uint32Array, { probabilities }: PooledPrediction): void {
    if (this.task.rank !== 0) return;
    const labels = Uint8Array.from(indices, (index) => set.labels[index]);
    const scores = scorePredictions(probabilities, labels, set.classes);
    const named = Object.entries(scores).map(([name, value]) => [`${scope}.${name}`, value] as const);
    this.#reporter.add(this.#moment(), Object.fromEntries(named));
  }

  #save(test: ImageSet, prediction: PooledPrediction, { layout, flat }: GatheredParameters): void {
    const { runFolder, runId, experiment } = this.task;
    const { data } = this.run;
    const posterior = encodePosterior(layout, flat, {
      experiment,
      runId,
      classNames: data.images.classNames,
      normalisation: data.normalisation,
      imageShape: data.imageShape,
      step: this.#step,
    });
    writeDurably(join(runFolder, 'posterior.safetensors'), posterior);
    const leastSure = leastSureItems(test, prediction, keptItems);
    writeDurably(join(runFolder, 'least-sure.json'), new TextEncoder().encode(JSON.stringify(leastSure)));
  }

  #moment(): Moment {
    return { step: this.#step, epoch: this.#step / this.run.plan.stepsPerEpoch };
  }
}
