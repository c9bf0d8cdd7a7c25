import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SplitImages } from '../../src-shared/datasets/image-set';
import type { WorkerTask } from '../../src-shared/worker-protocol';
import { buildFamily } from '../bayes/families/build-family';
import { buildObjective } from '../bayes/objectives/build-objective';
import { BatchReader } from '../data/batch';
import { loadDataset } from '../data/load-dataset';
import { measureNormalisation, type Normalisation } from '../data/normalisation';
import { type ItemSplit, splitForValidation } from '../data/validation-split';
import { compile } from '../engine/compile';
import { flatten, layoutOf, type ParameterLayout } from '../engine/parameter-layout';
import type { CompiledProgram, CompileOptions, PassShape, Program } from '../engine/program';
import { buildModel } from '../models/build-model';
import type { ImageShape, Model } from '../models/model';
import { Exchange } from '../parallel/exchange';
import { passShape, planSteps, poolsOverPasses, type StepPlan } from '../train/step-plan';
import { type Reducers, Trainer } from '../train/trainer';
import { trainingProgram } from '../train/training-program';

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
  readonly model: Model;
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

/** Builds model and program, compiles them for the sizes of this worker's share and sets the initial parameters. */
export function prepareRun(task: WorkerTask, data: RunData): PreparedRun {
  const { experiment, rank, workers, engine } = task;
  const { images, split, imageShape } = data;
  const { classes } = images.train;
  const plan = planSteps(experiment, rank, workers, split.train.length);
  const model = buildModel(experiment.model, imageShape, classes);
  const family = buildFamily(experiment, model, plan);
  const program = trainingProgram(model, family, {
    imageShape,
    classes,
    trainItems: split.train.length,
    heat: experiment.inference.heat,
    objective: buildObjective(experiment, plan),
  });
  const layout = layoutOf(program.parameters);
  const compiled = compile(engine, program, compileOptions(task, plan));
  compiled.setParameters(flatten(layout, family.initialValues(experiment.seed)));
  const trainReader = new BatchReader(images.train, data.normalisation, plan.share.items);
  return { data, plan, model, program, compiled, layout, trainReader };
}

function compileOptions({ experiment }: WorkerTask, plan: StepPlan): CompileOptions {
  const shapes = new Map<string, PassShape>();
  for (const pass of plan.passes) {
    const shape = passShape(pass, plan, experiment);
    shapes.set(`${shape.samples} from ${shape.firstOwn}`, shape);
  }
  const passes = [...shapes.values()];
  return {
    passes,
    predictions: passes.map((shape) => ({ ...shape, items: predictedItems(plan) })),
    poolsOverPasses: poolsOverPasses(experiment, plan),
    weightDecay: experiment.training.optimizer.weightDecay,
  };
}

export function predictedItems(plan: StepPlan): number {
  return Math.min(mostPredictedItems, plan.batchItems);
}

/** Meets the other workers of the run; a worker alone has no one to meet. */
export async function meetWorkers(task: WorkerTask, { layout, plan }: PreparedRun): Promise<Reducers> {
  const { rank, workers, exchangeFolder, experiment } = task;
  if (workers === 1) return { everyone: undefined, sameParameters: undefined };
  const floats = Trainer.exchangedFloats(layout.floats);
  const everyone = await Exchange.connect({ rank, workers, folder: exchangeFolder, floats });
  if (experiment.inference.method !== 'deep-ensemble') return { everyone, sameParameters: everyone };
  if (plan.dataGroups === 1) return { everyone, sameParameters: undefined };
  const folder = join(exchangeFolder, `g${plan.share.sampleGroup}`);
  mkdirSync(folder, { recursive: true });
  const group = { rank: plan.share.dataGroup, workers: plan.dataGroups, folder, floats };
  return { everyone, sameParameters: await Exchange.connect(group) };
}

export async function partFromWorkers({ everyone, sameParameters }: Reducers): Promise<void> {
  await everyone?.close();
  if (sameParameters !== everyone) await sameParameters?.close();
}
