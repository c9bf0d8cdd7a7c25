import { splitEvenly } from '../../src-shared/devices/workload';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Laplace } from '../../src-shared/experiment/methods/laplace';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { type LaplaceScope, laplaceScope } from '../bayes/laplace/laplace-scope';
import type { RunData, Task } from '../data/run-data';
import { compile } from '../engine/compile';
import { flatten, layoutOf, type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { PassShape } from '../engine/pass';
import { type CompiledProgram, neverTrained, type Program } from '../engine/program';
import type { TargetNoise } from '../evaluate/target-noise';
import { type FittedNetwork, fitNetwork } from '../laplace/fit-network';
import { NetworkCurvature } from '../laplace/network-curvature';
import type { TrainedNetwork } from '../laplace/spectra/spectrum';
import { sumOverWorkers } from '../laplace/summed-curvature';
import { trainedPrecisions } from '../laplace/trained-precisions';
import { type PredictionPlan, planPredictions, predictionShape, type StepPlan } from '../parallel/step-plan';
import type { Reducers } from '../train/reducers';
import { runProgram } from '../train/run-program';
import { bestScale } from './best-scale';
import { type GatheredParameters, gatherMembers, gatherNumbers } from './gathered-parameters';
import { areAllLearned, learnedParameters, noisesAround, toldStds } from './laplace-noise';
import { type PreparedRun, predictedItems } from './prepared-run';

/** A run whose networks are trained, and what it was asked to be. */
export interface RunToApproximate {
  readonly run: PreparedRun;
  readonly experiment: Experiment;
  readonly laplace: Laplace;
  readonly engine: EngineChoice;
  readonly reducers: Reducers;
  readonly tell: (text: string) => void;
  /** Mean NLL of the validation items, nats. */
  readonly validate: (laplace: LaplaceOfRun) => Promise<number>;
}

/** The posterior around a run's networks, ready to predict. */
export interface LaplaceOfRun {
  readonly plan: StepPlan;
  readonly predictions: PredictionPlan;
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly parameters: GatheredParameters;
  /** Of each likelihood's targets; classes have none. */
  readonly noises: readonly TargetNoise[];
  /** What is to be known of it, by name: means over the networks. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Puts a Gaussian around each trained network. Every worker does so for its own networks, over its data group's share of the
 * items; all of them end with the whole mixture. To be called by all workers.
 * @throws BadInputError where a network is not trained to an end, FailedError where its numbers are broken
 */
export async function laplaceOfRun(asked: RunToApproximate): Promise<LaplaceOfRun> {
  const { run, laplace } = asked;
  const scope = laplaceScope(run.model.weights, laplace);
  const fitted = await fitAll(asked, scope);
  const posteriorOf = preparePosterior(asked);
  const start = await posteriorOf(fitted);
  if (!isValidated(laplace, run.data)) return start;
  const scaled = (times: number) => posteriorOf(fitted.map((network) => network.withPrior(times)));
  const best = await bestScale(async (times) => asked.validate(times === 1 ? start : await scaled(times)));
  const chosen = await scaled(best);
  const { priorPrecision } = chosen.values;
  const { firstSample, dataGroup } = run.plan.share;
  // All workers have chosen alike.
  if (firstSample === 0 && dataGroup === 0)
    asked.tell(
      `By the NLL of ${run.data.validation.length} validation items the prior precision is ${shown(priorPrecision)}, ${best === 1 ? 'as' : `${shown(best)} times what`} the evidence has it.`,
    );
  return chosen;
}

/** Whether validation items choose the prior's precision. */
function isValidated({ precisionBy, priorPrecision }: Laplace, { task, validation }: RunData): boolean {
  if (precisionBy === 'validation') return true;
  const isLeft = precisionBy === 'auto' && priorPrecision === undefined;
  return isLeft && isOfClasses(task) && validation.length > 0;
}

function isOfClasses(task: Task): boolean {
  return task.kind === 'heads'
    ? task.heads.every((head) => isOfClasses(head.task))
    : task.kind === 'classification';
}

/** This worker's networks. */
async function fitAll(asked: RunToApproximate, scope: LaplaceScope): Promise<readonly FittedNetwork[]> {
  const { run, engine } = asked;
  const curvature = new NetworkCurvature(
    run.model,
    scope,
    run.data,
    engine,
    asked.experiment.inference.noise,
    run.memoryWait,
  );
  const fitted: FittedNetwork[] = [];
  try {
    for (let own = 0; own < run.plan.share.samples; own += 1)
      fitted.push(await fitOne(asked, scope, curvature, own));
  } finally {
    curvature.dispose();
  }
  return fitted;
}

/** @returns what predicts with given Gaussians, one set of them at a time */
function preparePosterior(
  asked: RunToApproximate,
): (fitted: readonly FittedNetwork[]) => Promise<LaplaceOfRun> {
  const { run, experiment, engine, reducers } = asked;
  const { plan, data } = run;
  const modes = experiment.training.samples;
  const around = { ...plan, modes };
  const programOf = (count: number) =>
    runProgram(experiment, { ...plan, modes: count }, data.task, data.train.length).program;
  const ofOwn = layoutOf(programOf(plan.share.samples).parameters);
  const program = programOf(modes);
  const all = layoutOf(program.parameters);
  const predictions = planPredictions(experiment, around);
  const compiled = compile(engine, program, {
    passes: [],
    predictions: shapesOf(asked, around, predictions),
    optimiser: neverTrained,
    memoryWait: run.memoryWait,
  });
  return async (fitted) => {
    const own = ownParameters(run, experiment, fitted, ofOwn);
    const parameters = await gatherMembers(own, all, plan.share, reducers.everyone, modes);
    compiled.setParameters(parameters.flat);
    const noises = noisesAround(data.task, experiment, predictions.samples, all, parameters.flat);
    const values = await meansOf(fitted, asked);
    return { plan: around, predictions, program, compiled, parameters, noises, values };
  };
}

function shapesOf(
  { experiment }: RunToApproximate,
  plan: StepPlan,
  { passes }: PredictionPlan,
): readonly PassShape[] {
  const shapes = passes.map((pass) => predictionShape(pass, plan, predictedItems(plan), experiment));
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}

async function fitOne(
  asked: RunToApproximate,
  scope: LaplaceScope,
  curvature: NetworkCurvature,
  own: number,
): Promise<FittedNetwork> {
  const { run, laplace, experiment, reducers, tell } = asked;
  const { train } = run.data;
  const { share, dataGroups } = run.plan;
  const part = splitEvenly(train.length, dataGroups)[share.dataGroup];
  const items = train.subarray(part.first, part.first + part.size);
  const stds = toldStds(run, experiment, own);
  const sum = await curvature.over(items, weightsOf(run, own), stds);
  const whole = await sumOverWorkers(sum, reducers.sameParameters);
  const fitted = fitNetwork(scope, networkOf(asked, scope, own), whole, {
    priorPrecision: laplace.priorPrecision,
    isByLayer: laplace.priorPer === 'layer',
    learnsNoise: areAllLearned(run.data.task, experiment),
  });
  if (share.dataGroup === 0)
    tell(
      `Network ${share.firstSample + own + 1}: ${scope.size} weights (${scope.structure}), of which the data determine ${shown(fitted.determinedWeights)}; prior precision ${shown(fitted.priorPrecision)}, log evidence ${shown(fitted.logEvidence)} nats.`,
    );
  return fitted;
}

function networkOf({ run, experiment }: RunToApproximate, scope: LaplaceScope, own: number): TrainedNetwork {
  const tensors = weightsOf(run, own);
  const inScope = run.model.weights.flatMap(({ name }, index) =>
    scope.tensors.some((tensor) => tensor.name === name) ? [...tensors[index]] : [],
  );
  return {
    weights: Float64Array.from(inScope),
    trainedPrecision: trainedPrecisions(experiment, scope, run.data.train.length),
    // In units of what the curvature is told at, which is what it was trained with.
    trainedNoise: 1,
    items: run.data.train.length,
  };
}

/** Of one of this worker's networks, tensor by tensor as the model has them. */
function weightsOf({ model, layout, compiled, plan }: PreparedRun, own: number): readonly Float32Array[] {
  const flat = compiled.parameters();
  return model.weights.map((_, index) =>
    partOf(valuesOf(layout.slots[index], flat), plan.share.samples, own),
  );
}

function partOf(values: Float32Array, count: number, part: number): Float32Array {
  const size = values.length / count;
  return values.subarray(part * size, (part + 1) * size);
}

/** The mixture around this worker's networks, flat. */
function ownParameters(
  run: PreparedRun,
  experiment: Experiment,
  fitted: readonly FittedNetwork[],
  own: ParameterLayout,
): GatheredParameters {
  const { layout, compiled } = run;
  const trained = compiled.parameters();
  const known = new Map(layout.slots.map((slot) => [slot.name, valuesOf(slot, trained)]));
  const noises = learnedParameters(
    run,
    experiment,
    fitted.map(({ noiseStd }) => noiseStd),
  );
  const values = own.slots.map(({ name }): Float32Array => {
    const ofCovariance = fitted.flatMap(({ covariance }) => covariance.get(name) ?? []);
    if (ofCovariance.length > 0) return joined(ofCovariance);
    const ofNoise = noises.get(name);
    if (ofNoise) return ofNoise;
    const kept = known.get(name);
    if (!kept) throw new Error(`The trained networks have no ${name}.`);
    return kept;
  });
  return { layout: own, flat: flatten(own, values) };
}

function joined(parts: readonly Float64Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const part of parts) {
    all.set(part, from);
    from += part.length;
  }
  return all;
}

/** Means over the networks of all workers. */
async function meansOf(
  fitted: readonly FittedNetwork[],
  { run: { plan, data }, experiment, reducers }: RunToApproximate,
): Promise<Readonly<Record<string, number>>> {
  const perItem = (nats: number) => nats / data.train.length;
  const each = fitted.map((one) => [
    perItem(one.logEvidence),
    one.priorPrecision,
    one.determinedWeights,
    one.stillToFall,
  ]);
  const numbers = await gatherNumbers(
    plan,
    experiment,
    reducers.everyone,
    each.map((row) => Float32Array.from(row)),
  );
  const mean = (place: number) => numbers.reduce((sum, own) => sum + own[place], 0) / numbers.length;
  return {
    logEvidence: mean(0),
    priorPrecision: mean(1),
    determinedWeights: mean(2),
    stillToFall: mean(3),
  };
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
