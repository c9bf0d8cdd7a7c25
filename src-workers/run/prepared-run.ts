import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { WorkerTask } from '../../src-shared/protocol/worker-protocol';
import type { PosteriorFamily } from '../bayes/families/posterior-family';
import type { Combination } from '../bayes/objectives/objective';
import { trainedNumbers } from '../bayes/trained-weights';
import type { ItemReader, RunData } from '../data/run-data';
import { compile } from '../engine/compile';
import type { MemoryWait } from '../engine/memory-wait';
import { flatten, layoutOf, type ParameterLayout, type ParameterSpec } from '../engine/parameter-layout';
import type { PassShape } from '../engine/pass';
import type { CompiledProgram, CompileOptions, Program } from '../engine/program';
import type { Model } from '../models/model';
import { networkOutputs } from '../models/network-outputs';
import { BatchGathering } from '../parallel/batch-gathering';
import { Exchange } from '../parallel/exchange';
import { countSets, itemSetsOf } from '../parallel/item-sets';
import { passShape, planPredictions, planSteps, predictionShape, type StepPlan } from '../parallel/step-plan';
import type { GradientReduction } from '../train/gradient-reduction';
import { refuseTooLarge } from '../train/nuts/refuse-too-large';
import { openGradientReduction, type ReducedRun } from '../train/open-gradient-reduction';
import { ParticleGradients } from '../train/particle-gradients';
import type { Reducers } from '../train/reducers';
import { runProgram } from '../train/run-program';
import { optimiserOf } from '../train/step-sizes';
import { Trainer } from '../train/trainer';
import type { Pulse } from './pulse';

/** Everything a run needs before its first step. */
export interface PreparedRun {
  readonly data: RunData;
  readonly plan: StepPlan;
  readonly model: Model;
  readonly family: PosteriorFamily;
  readonly program: Program;
  readonly membersOf: ((count: number) => readonly ParameterSpec[]) | undefined;
  readonly compiled: CompiledProgram;
  readonly layout: ParameterLayout;
  readonly pooling: Combination | undefined;
  readonly trainReader: ItemReader;
  /** Numbers that one item's prediction has. */
  readonly outputs: number;
  /** What is done where the device has no more memory, for what else is compiled on it. */
  readonly memoryWait?: MemoryWait | undefined;
}

/** Items that one prediction looks at; a bound on its memory, whatever the batch size. */
const mostPredictedItems = 256;

/** Builds model and program, compiles them for the sizes of this worker's share and sets the initial parameters. */
export function prepareRun(task: WorkerTask, data: RunData, memoryWait?: MemoryWait): PreparedRun {
  const { experiment, rank, workers, engine } = task;
  const plan = planSteps(experiment, rank, workers, data.train.length);
  const { model, family, likelihood, objective, program, membersOf } = runProgram(
    experiment,
    plan,
    data.task,
    data.train.length,
  );
  const layout = layoutOf(program.parameters);
  if (experiment.inference.method === 'hmc') {
    const chains = plan.share.samples;
    const weights = sizeOfAll(program) / chains;
    refuseTooLarge(experiment.inference, { weights, items: data.train.length, chains });
  }
  const options = compileOptions(task, plan, data.train.length, family);
  const compiled = compile(engine, program, { ...options, memoryWait });
  const starts = likelihood.parameters.map(({ name, shape, initial }) => {
    const members = membersOf
      ? { first: plan.share.firstSample, count: plan.share.samples }
      : { first: 0, count: 1 };
    return (
      trainedNumbers(experiment, { name, shape }, members) ?? new Float32Array(sizeOf(shape)).fill(initial)
    );
  });
  compiled.setParameters(flatten(layout, [...family.initialValues(experiment.seed), ...starts]));
  return {
    data,
    plan,
    model,
    family,
    program,
    membersOf,
    compiled,
    layout,
    pooling: objective.pooling?.combination,
    trainReader: data.trainReader(plan.share.items * countSets(itemSetsOf(experiment), plan.share.samples)),
    outputs: sizeOf(networkOutputs(data.task, experiment.inference.noise)),
    memoryWait,
  };
}

function sizeOfAll({ parameters }: Program): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** For which sizes a run is compiled, and how it learns. */
export function compileOptions(
  { experiment }: Pick<WorkerTask, 'experiment'>,
  plan: StepPlan,
  trainItems: number,
  { ivon }: PosteriorFamily,
): CompileOptions {
  const trained = [plan, plan.last].flatMap((batch) =>
    batch.passes.map((pass) => passShape(pass, batch, experiment)),
  );
  const predicted = [...plan.passes, ...planPredictions(experiment, plan).passes];
  const items = predictedItems(plan);
  return {
    passes: differing(trained),
    predictions: differing(predicted.map((pass) => predictionShape(pass, plan, items, experiment))),
    optimiser: { ...optimiserOf(experiment, trainItems), ...(ivon ? { ivon } : {}) },
    products: experiment.training.precision === 'bf16' ? 'bfloat16' : 'float32',
  };
}

function differing(shapes: readonly PassShape[]): readonly PassShape[] {
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}

export function predictedItems(plan: StepPlan): number {
  return Math.min(mostPredictedItems, plan.batchItems);
}

/** Longer vectors go through the exchange in pieces, so that many workers fit into a container's small /dev/shm. */
const mostExchangedFloats = 1 << 20;

/** Meets the other workers of the run; a worker alone has no one to meet. */
export async function meetWorkers(task: WorkerTask, run: PreparedRun): Promise<Reducers> {
  const { rank, workers, exchangeFolder, experiment } = task;
  if (workers === 1) return { everyone: undefined, sameParameters: undefined };
  const { plan } = run;
  const floats = Math.min(largestLayout(run, experiment) + Trainer.tailFloats, mostExchangedFloats);
  const everyone = await Exchange.connect({ rank, workers, folder: exchangeFolder, floats });
  if (!run.membersOf) return { everyone, sameParameters: everyone };
  if (plan.dataGroups === 1) return { everyone, sameParameters: undefined };
  const folder = join(exchangeFolder, `g${plan.share.sampleGroup}`);
  mkdirSync(folder, { recursive: true });
  const group = { rank: plan.share.dataGroup, workers: plan.dataGroups, folder, floats };
  return { everyone, sameParameters: await Exchange.connect(group) };
}

/** Where this worker meets others while its passes run; undefined where these need nobody else. */
export async function gatheringOf(
  { compiled, plan }: PreparedRun,
  { everyone }: Reducers,
  pulse: Pulse,
): Promise<BatchGathering | undefined> {
  const gathering = compiled.sharedMemory?.gathering;
  return everyone && gathering ? BatchGathering.open(everyone, gathering, plan, pulse.turns) : undefined;
}

/** How this worker's gradients reach the parameters; a worker that is alone with one pass needs nothing. */
export async function reductionOf(
  { plan, compiled, layout, family }: PreparedRun,
  reducers: Reducers,
  { doGpusDiffer }: Pick<WorkerTask, 'doGpusDiffer'>,
  tell: (warning: string) => void,
): Promise<GradientReduction | undefined> {
  // Hamiltonian chains sum gradients themselves, as often as they need them.
  if (family.chains?.moves === 'by energies') return undefined;
  if (family.particles) return new ParticleGradients(compiled, layout, plan, reducers, family.particles);
  if (!reducers.everyone && plan.passes.length === 1) return undefined;
  const { tailFloats } = Trainer;
  const reduced: ReducedRun = {
    program: compiled,
    floats: layout.floats,
    tailFloats,
    passes: plan.passes.length,
    doDiffer: doGpusDiffer,
  };
  return openGradientReduction(reduced, reducers, tell);
}

/** Floats of the worker with the most parameters: shares differ only where samples have their own. */
function largestLayout({ layout, membersOf, plan }: PreparedRun, { training }: Experiment): number {
  if (!membersOf) return layout.floats;
  const count = Math.ceil(training.samples / plan.sampleGroups);
  return layoutOf(membersOf(count)).floats;
}

export async function partFromWorkers({ everyone, sameParameters }: Reducers): Promise<void> {
  await everyone?.close();
  if (sameParameters !== everyone) await sameParameters?.close();
}
