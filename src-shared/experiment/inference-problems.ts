import { kindOfData } from '../datasets/data-settings';
import { meshOf } from '../workload';
import { nameOf } from './choice';
import type { Experiment } from './experiment';
import { layerNames } from './network-problems';
import { priorFacts, priors } from './priors';
import type { Problem } from './problems';

/** What method, prior, divergence and model ask of each other. */
export function inferenceProblems(experiment: Experiment): Problem[] {
  return [
    ...methodProblems(experiment),
    ...dropoutProblems(experiment),
    ...divergenceProblems(experiment),
    ...startProblems(experiment),
    ...ensembleNoiseProblems(experiment),
    ...sampleNoiseProblems(experiment),
    ...pointEstimateProblems(experiment),
  ];
}

function methodProblems({ inference, training }: Experiment): Problem[] {
  const problems: Problem[] = [];
  if (inference.method === 'point-estimate' && training.samples !== 1)
    problems.push({
      path: 'training.samples',
      message: `A point estimate is one network; set 1 sample instead of ${training.samples}.`,
    });
  if (inference.localReparameterisation && inference.method !== 'variational')
    problems.push({
      path: 'inference.localReparameterisation',
      message: `Belongs to method variational; ${inference.method} draws no Gaussian weights.`,
    });
  return problems;
}

function dropoutProblems({ inference, model }: Experiment): Problem[] {
  if (inference.method !== 'mc-dropout') {
    if (model.dropout === 0) return [];
    return [
      {
        path: 'model.dropout',
        message: `Belongs to method mc-dropout; method ${inference.method} drops nothing.`,
      },
    ];
  }
  if ('hidden' in model && model.hidden.length === 0)
    return [
      {
        path: 'model.hidden',
        message: 'Dropout needs a hidden dense layer whose units it can drop; add one.',
      },
    ];
  if (model.dropout === 0)
    return [
      {
        path: 'model.dropout',
        message: 'Method mc-dropout needs a probability above 0 to drop units with, such as 0.1.',
      },
    ];
  return [];
}

function divergenceProblems({ inference }: Experiment): Problem[] {
  if (inference.method !== 'variational') return [];
  const problems: Problem[] = [];
  if (!priorFacts(inference.prior).hasClosedForm && inference.kl === 'analytical')
    problems.push({
      path: 'inference.kl',
      message: `The divergence from a ${inference.prior.kind} prior has no closed form; use monte-carlo.`,
    });
  if (inference.localReparameterisation && inference.kl === 'monte-carlo')
    problems.push({
      path: 'inference.kl',
      message: 'Local reparameterisation draws no weights to estimate the divergence on; use analytical.',
    });
  return problems;
}

function startProblems({ inference }: Experiment): Problem[] {
  if (inference.initialisation !== 'prior' || priorFacts(inference.prior).suggestsStart) return [];
  const suggesting = priors.filter(({ suggestsStart }) => suggestsStart).map((prior) => nameOf(prior));
  return [
    {
      path: 'inference.initialisation',
      message: `The ${inference.prior.kind} prior suggests no start; use scaled, or a ${suggesting.slice(0, -1).join(', ')} or ${suggesting[suggesting.length - 1]} prior.`,
    },
  ];
}

/** Members of an ensemble share no parameter, so there is none to learn the noise of a regression with. */
function ensembleNoiseProblems({ inference, data }: Experiment): Problem[] {
  if (!isRegression(data) || inference.method !== 'deep-ensemble' || inference.noise.kind !== 'learned')
    return [];
  return [
    {
      path: 'inference.noise.kind',
      message:
        'The members of a deep ensemble share no parameter, so no noise can be learned; use fixed or samples.',
    },
  ];
}

/** Noise read off the samples is their spread, of those that are pooled together. */
function sampleNoiseProblems(experiment: Experiment): Problem[] {
  const { noise, objective, reduction } = experiment.inference;
  if (noise.kind !== 'samples' || !isRegression(experiment.data)) return [];
  if (objective !== 'pooled')
    return [
      { path: 'inference.noise.kind', message: 'Noise read off the samples needs the objective pooled.' },
    ];
  if (reduction !== 'averaged' || fewestPooled(experiment) >= 2) return [];
  return [
    {
      path: 'inference.reduction',
      message:
        'averaged takes the spread of the samples of one device (or pass), which needs at least 2 of them; use exact, or more training.samples.',
    },
  ];
}

function pointEstimateProblems({ inference, model, data }: Experiment): Problem[] {
  const hasCalendar = 'calendar' in data && data.calendar;
  return unknownLayerProblems(inference.pointEstimateLayers, layerNames(model, hasCalendar));
}

/** @param layers names, or first parts of names at a dot */
export function unknownLayerProblems(layers: readonly string[], present: readonly string[]): Problem[] {
  const unknown = layers.find(
    (layer) => !present.some((name) => name === layer || name.startsWith(`${layer}.`)),
  );
  if (unknown === undefined) return [];
  const message = `There is no layer ${unknown}; this model has ${listed(present)}.`;
  return [{ path: 'inference.pointEstimateLayers', message }];
}

/** Deep networks have hundreds of layers, named alike. */
const mostListed = 12;

function listed(names: readonly string[]): string {
  if (names.length <= mostListed) return names.join(', ');
  return `${names.slice(0, mostListed).join(', ')} and ${names.length - mostListed} more`;
}

/** Samples of the smallest pass of any device. */
function fewestPooled({ training: { samples, samplesPerPass }, parallel }: Experiment): number {
  const { mode, devices, dataGroups } = parallel;
  const { sampleGroups } = meshOf(mode, devices.length, dataGroups);
  const ofDevice = Math.floor(samples / sampleGroups);
  return Math.floor(ofDevice / Math.ceil(ofDevice / (samplesPerPass ?? ofDevice)));
}

function isRegression(data: Experiment['data']): boolean {
  return kindOfData(data).kind !== 'images' && !('task' in data && data.task === 'classification');
}
