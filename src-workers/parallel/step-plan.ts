import { meshOf, passesOf, type Share, shareWork, splitEvenly } from '../../src-shared/devices/workload';
import { evaluationSamples } from '../../src-shared/experiment/evaluation-samples';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { plannedSteps } from '../../src-shared/experiment/planned-steps';
import type { PassShape } from '../engine/pass';
import { countSets, itemSetsOf } from './item-sets';

/** One forward and backward pass of a worker's step: so many of its samples, over its items. */
export interface Pass {
  /** Global number of the first sample. */
  readonly firstSample: number;
  /** Its place among the worker's own samples. */
  readonly firstOwn: number;
  readonly samples: number;
  /** samples * items / (S * B): what the pass counts for in the whole step. */
  readonly share: number;
}

/** What one worker does of a batch. */
export interface BatchPlan {
  readonly share: Share;
  /** Items that its passes hold: those of its share, or one that counts for nothing where it has none. */
  readonly items: number;
  readonly passes: readonly Pass[];
  /** Items of each data group. */
  readonly groupItems: readonly number[];
}

export interface StepPlan extends BatchPlan {
  readonly sampleGroups: number;
  readonly dataGroups: number;
  /** Items of one step over all workers: the batch, or the whole training split where that is smaller. */
  readonly batchItems: number;
  /** The last step of an epoch, whose batch may be smaller. */
  readonly last: BatchPlan;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly totalSteps: number;
  /** Networks that samples are drawn around in turn, where the posterior is a mixture around several. */
  readonly modes?: number;
}

/** What one worker does in every step. */
export function planSteps(
  experiment: Experiment,
  rank: number,
  workers: number,
  trainItems: number,
): StepPlan {
  const { training, parallel } = experiment;
  const { lastItems, ...steps } = plannedSteps(experiment, trainItems);
  const mesh = meshOf(parallel.mode, workers, parallel.dataGroups);
  const batchOf = (items: number): BatchPlan => {
    const share = shareWork(training.samples, items, mesh.sampleGroups, mesh.dataGroups)[rank];
    const passes = planPasses(share, training.samplesPerPass ?? share.samples, training.samples * items);
    const groupItems = splitEvenly(items, mesh.dataGroups).map(({ size }) => size);
    return { share, items: Math.max(1, share.items), passes, groupItems };
  };
  return { ...batchOf(steps.batchItems), last: batchOf(lastItems), ...mesh, ...steps };
}

/** What a worker does in a step, which counts from 1. */
export function batchOfStep(plan: StepPlan, step: number): BatchPlan {
  return step % plan.stepsPerEpoch === 0 ? plan.last : plan;
}

function planPasses(share: Share, samplesPerPass: number, whole: number): readonly Pass[] {
  return passesOf(share.samples, samplesPerPass).map(({ first, size }) => ({
    firstSample: share.firstSample + first,
    firstOwn: first,
    samples: size,
    share: (size * share.items) / whole,
  }));
}

/** Samples of a pass around networks of which a step of training saw one each: linear ones cost hardly anything. */
export const mostAroundModes = 32;

/** Who predicts with which weight samples. */
export interface PredictionPlan {
  /** Over all workers. */
  readonly samples: number;
  /** This worker's, none where there are more workers than samples. */
  readonly passes: readonly Pass[];
}

/** Final scores are of samples of their own number, in passes no larger than those of training, which fit into memory. */
export function planPredictions(
  experiment: Experiment,
  { share, sampleGroups, passes, modes }: StepPlan,
): PredictionPlan {
  const samples = evaluationSamples(experiment);
  const own = splitEvenly(samples, sampleGroups)[share.sampleGroup];
  const largest = modes === undefined ? Math.max(...passes.map((pass) => pass.samples)) : mostAroundModes;
  const firsts = { ...share, firstSample: own.first, samples: own.size };
  return { samples, passes: planPasses(firsts, largest, samples * share.items) };
}

/** The sizes with which a pass predicts: all its samples see the same items. */
export function predictionShape(
  pass: Pass,
  plan: StepPlan,
  items: number,
  experiment: Experiment,
): PassShape {
  const { samples, firstOwn } = passShape(pass, plan, experiment);
  return { samples, items, firstOwn };
}

/**
 * The sizes with which a pass is compiled: passes differ by which samples and items they hold only where samples have
 * parameters of their own, or items noise of their own.
 */
export function passShape(
  pass: Pass,
  { items, share, modes, groupItems }: BatchPlan & Pick<StepPlan, 'modes'>,
  experiment: Experiment,
): PassShape {
  const { inference } = experiment;
  const ofMixture = modes === undefined ? 0 : pass.firstSample % modes;
  const sets = itemSetsOf(experiment);
  return {
    samples: pass.samples,
    items,
    firstOwn: methodFacts(inference).hasMembers ? pass.firstOwn : ofMixture,
    firstItem: hasNoisePerItem(inference) ? share.firstItem : 0,
    inputSets: countSets(sets, pass.samples),
    targetSets: sets.ownTargets ? pass.samples : 1,
    ...(normalisesWholeBatches(experiment) && groupItems.length > 1
      ? { batchParts: { items: groupItems, own: share.dataGroup } }
      : {}),
  };
}

/** Whether batch normalisations see the items of all devices that share a batch. */
export function normalisesWholeBatches({ model }: Pick<Experiment, 'model'>): boolean {
  return model.kind === 'onnx' && model.batchNorm === 'sync';
}

/** Whether the items of a batch have noise of their own, which belongs to their places in it. */
function hasNoisePerItem({ method, localReparameterisation, flipout }: Experiment['inference']): boolean {
  return method === 'variational' && (localReparameterisation || flipout);
}

/**
 * Whether `exact` pooling needs statistics from elsewhere: where a worker draws all samples of its items in one pass,
 * its own pool is the whole one.
 */
export function poolsOverPasses({ inference }: Experiment, plan: StepPlan): boolean {
  const isExact = inference.objective === 'pooled' && inference.reduction === 'exact';
  return isExact && (plan.sampleGroups > 1 || plan.passes.length > 1);
}
