import { z } from 'zod';
import { experimentSchema } from './experiment';
import { noiseSchema } from './noise';
import { learnedByDefault } from './noise/learned';
import { torchBlueScale } from './priors/rescaled-gaussian';

/**
 * An experiment as a file of an earlier version may hold it (a checkpoint, a posterior, an exported run), with what runs did
 * before a setting came: what the store's migrations do to its own. What a person writes is `experimentSchema`'s.
 */
export const storedExperimentSchema = z.preprocess(asItRan, experimentSchema);

/** A noise as such a file holds it beside the experiment, of a head. */
export const storedNoiseSchema = z.preprocess(noiseAsItRan, noiseSchema);

type Settings = Readonly<Record<string, unknown>>;

function asItRan(value: unknown): unknown {
  if (!isSettings(value) || !isSettings(value.inference) || !isSettings(value.training)) return value;
  return {
    ...value,
    data: dataAsItRan(value.data),
    model: isSettings(value.model) ? modelAsItRan(value.model) : value.model,
    inference: inferenceAsItRan(value.inference),
    training: trainingAsItRan(value.training),
    evaluation: value.evaluation ?? { samples: value.training.samples },
  };
}

/** The rows of a table were drawn from all classes alike, then by the shares alone, and the values of a head had one noise together. */
function dataAsItRan(data: unknown): unknown {
  if (!isSettings(data)) return data;
  const heads = Array.isArray(data.heads) ? { heads: data.heads.map(headAsItRan) } : {};
  return { ...(data.dataset === 'table' ? { stratified: false, leastPerClass: 0 } : {}), ...data, ...heads };
}

function headAsItRan(head: unknown): unknown {
  return isSettings(head) ? { ...head, noise: noiseAsItRan(head.noise) } : head;
}

/** Several targets had one learned noise together. */
function noiseAsItRan(noise: unknown): unknown {
  if (noise === undefined) return { ...learnedByDefault, perTarget: false };
  return isSettings(noise) && noise.kind === 'learned' ? { perTarget: false, ...noise } : noise;
}

/** There was no warm-up, one scale of torch_blue's prior, no prior of points, one structure of Laplace's covariance, and one learned noise. */
function inferenceAsItRan({ prior, ...inference }: Settings): Settings {
  const isEarlier = inference.klWarmup === undefined && inference.method !== 'variational';
  const isRescaled = isSettings(prior) && prior.kind === 'rescaled-gaussian';
  return {
    klWarmup: 0,
    logStdRate: 1,
    ...(inference.method === 'laplace' ? laplaceAsItWas : {}),
    ...inference,
    noise: noiseAsItRan(inference.noise),
    prior: isEarlier ? { kind: 'uniform' } : isRescaled ? { scale: torchBlueScale, ...prior } : prior,
  };
}

/** Batch normalisations of networks of one’s own always kept the statistics of the file. */
function modelAsItRan(model: Settings): Settings {
  return model.kind === 'onnx' ? { batchNorm: 'frozen', ...model } : model;
}

const laplaceAsItWas = { structure: 'full', precisionBy: 'evidence', priorPer: 'network' };

/** The items of an epoch that do not fill a batch were dropped, and weight decay was of the whole data set. */
function trainingAsItRan({ optimizer, ...training }: Settings): Settings {
  const decays = isSettings(optimizer) && (optimizer.kind === 'adam' || optimizer.kind === 'sgd');
  return {
    lastBatch: 'drop',
    ...training,
    optimizer: decays ? { weightDecayPer: 'data-set', ...optimizer } : optimizer,
  };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
