import type { SplitImages } from '../../src-shared/datasets/image-set';
import type { WorkerTask } from '../../src-shared/worker-protocol';
import { initialGaussian } from '../bayes/gaussian-posterior';
import { BatchReader } from '../data/batch';
import { loadDataset } from '../data/load-dataset';
import { measureNormalisation, type Normalisation } from '../data/normalisation';
import { type ItemSplit, splitForValidation } from '../data/validation-split';
import { compile } from '../engine/compile';
import { flatten, layoutOf, type ParameterLayout } from '../engine/parameter-layout';
import type { CompiledProgram, Program } from '../engine/program';
import { buildModel } from '../models/build-model';
import type { ImageShape } from '../models/model';
import { Exchange } from '../parallel/exchange';
import { planSteps, type StepPlan } from '../train/step-plan';
import { Trainer } from '../train/trainer';
import { variationalProgram } from '../train/variational-program';

/** Data as one run sees it. */
export interface RunData {
  readonly images: SplitImages;
  readonly split: ItemSplit;
  readonly normalisation: Normalisation;
  readonly imageShape: ImageShape;
}

/** Everything a run needs before its first step. */
export interface PreparedRun {
  readonly data: RunData;
  readonly plan: StepPlan;
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly layout: ParameterLayout;
  readonly trainReader: BatchReader;
}

/** Items that one prediction looks at; a bound on its memory, whatever the batch size. */
const mostPredictedItems = 256;

export async function prepareData({ experiment, datasetFolder }: WorkerTask): Promise<RunData> {
  const images = await loadDataset(experiment.data.dataset, datasetFolder);
  const { train } = images;
  const split = splitForValidation(train.items, experiment.data.validationFraction, experiment.seed);
  return {
    images,
    split,
    normalisation: measureNormalisation(train, split.train),
    imageShape: [train.height, train.width, train.channels],
  };
}

/** Builds model and program, compiles them for the sizes of this worker's share and sets the initial posterior. */
export function prepareRun(task: WorkerTask, data: RunData): PreparedRun {
  const { experiment, rank, workers, engine } = task;
  const { images, split, imageShape } = data;
  const plan = planSteps(experiment, rank, workers, split.train.length);
  const { classes } = images.train;
  const model = buildModel(experiment.model, imageShape, classes);
  const { prior, heat, posteriorStd } = experiment.inference;
  if (prior.kind !== 'gaussian') throw new Error(`A ${prior.kind} prior should have been refused before.`);
  const settings = { imageShape, classes, trainItems: split.train.length, priorStd: prior.std, heat };
  const program = variationalProgram(model, settings);
  const samples = [...new Set(plan.passes.map((pass) => pass.samples))];
  const compiled = compile(engine, program, {
    passes: samples.map((count) => ({ samples: count, items: plan.share.items })),
    predictions: samples.map((count) => ({ samples: count, items: predictedItems(plan) })),
    weightDecay: experiment.training.optimizer.weightDecay,
  });
  const layout = layoutOf(program.parameters);
  compiled.setParameters(flatten(layout, initialGaussian(model.weights, posteriorStd, experiment.seed)));
  const trainReader = new BatchReader(images.train, data.normalisation, plan.share.items);
  return { data, plan, program, compiled, layout, trainReader };
}

export function predictedItems(plan: StepPlan): number {
  return Math.min(mostPredictedItems, plan.batchItems);
}

/** Meets the other workers of the run; a worker alone has no one to meet. */
export async function meetWorkers(task: WorkerTask, layout: ParameterLayout): Promise<Exchange | undefined> {
  const { rank, workers, exchangeFolder } = task;
  if (workers === 1) return undefined;
  return Exchange.connect({
    rank,
    workers,
    folder: exchangeFolder,
    floats: Trainer.exchangedFloats(layout.floats),
  });
}
