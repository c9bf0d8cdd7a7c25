import { z } from 'zod';
import { namesPixels } from '../data';
import { headsOf } from '../data/heads';
import type { Experiment } from '../experiment';
import { isRegression } from '../is-regression';
import type { Noise } from '../noise';
import { priorFacts } from '../priors';
import type { Problem } from '../problem';
import type { MethodChoice } from './method-choice';

const laplaceSettings = {
  /** Weights that get a spread: all, those of the last layer, or all where their covariance is small enough to be kept whole. */
  weights: z.enum(['auto', 'all', 'last-layer']).default('auto'),
  /** How their covariance is kept: as one matrix, as two Kronecker factors for each layer, or each weight by itself; auto takes the first that fits. */
  structure: z.enum(['auto', 'full', 'kronecker', 'diagonal']).default('auto'),
  /** What predicts: the network made linear around its weights, by draws or, of classes, by the probit approximation, or the network with weights drawn. Draws of a last layer are the same either way. */
  predictive: z.enum(['linearised', 'probit', 'network']).default('linearised'),
  /** Of the Gaussian prior, the same for all weights; left out, the run's own prior times what the marginal likelihood asks for. */
  priorPrecision: z.number().positive().optional(),
  /** What chooses the prior's precision: the marginal likelihood, or, from there on, the NLL of validation items; auto takes these for classes where there are any. */
  precisionBy: z.enum(['auto', 'evidence', 'validation']).default('auto'),
  /** What has a prior precision of its own that the marginal likelihood asks for: the whole network, or each layer. */
  priorPer: z.enum(['network', 'layer']).default('network'),
};

const settings = z.strictObject({ method: z.literal('laplace'), ...laplaceSettings });

/** What `parasample laplace` may be told of a run that is over. */
export const laplaceRequestSchema = z.strictObject(laplaceSettings);

export type Laplace = Readonly<z.output<typeof settings>>;

/** Laplace's approximation around one network or each of several (MacKay 1992; Daxberger et al., arXiv 2106.14806). */
export const laplace: MethodChoice<typeof settings> = {
  settings,
  title: 'Laplace approximation',
  help: 'Networks are trained as those of an ensemble; then a Gaussian takes the place of each, as wide as the loss is curved there.',
  fields: {
    weights: {
      label: 'Weights with a spread',
      kind: 'choice',
      help: 'Which of them are uncertain.',
      choices: [
        {
          value: 'auto',
          label: 'As many as fit',
          help: 'All of a small network, else those of the last layer.',
        },
        {
          value: 'all',
          label: 'All',
          help: 'Those of dense layers and convolutions; of a full covariance up to some thousand weights.',
        },
        { value: 'last-layer', label: 'Last layer', help: 'The others stay points: for larger networks.' },
      ],
    },
    structure: {
      label: 'Covariance',
      kind: 'choice',
      help: 'What of it is kept.',
      choices: [
        { value: 'auto', label: 'The most that fits', help: 'Full, else Kronecker-factored, else diagonal.' },
        {
          value: 'full',
          label: 'Full',
          help: 'Of all weights with each other: up to some thousand of them.',
        },
        {
          value: 'kronecker',
          label: 'Kronecker-factored',
          help: 'Layer by layer, as the product of what goes into it and what comes out: for large networks.',
        },
        { value: 'diagonal', label: 'Diagonal', help: 'Each weight by itself: for layers of any width.' },
      ],
    },
    predictive: {
      label: 'Predicts',
      kind: 'choice',
      help: 'What the Gaussian goes through.',
      choices: [
        {
          value: 'linearised',
          label: 'The linearised network',
          help: 'The one that the Gaussian is the posterior of; scores best as a rule.',
        },
        {
          value: 'probit',
          label: 'The linearised network, by probit',
          help: 'One formula in place of draws: the same at once, without telling kinds of doubt apart. Of values the same as the choice above.',
        },
        {
          value: 'network',
          label: 'The network itself',
          help: 'Draws of weights, which exports can hold; too wide a posterior shows as a worse fit.',
        },
      ],
    },
    priorPrecision: {
      label: 'Precision of the prior',
      kind: 'number',
      optional: true,
      help: '1/σ² of the weights; empty to let the choice below find it.',
    },
    precisionBy: {
      label: 'Precision chosen by',
      kind: 'choice',
      help: 'Where none is set.',
      choices: [
        {
          value: 'auto',
          label: 'What suits the data',
          help: 'Validation items for classes, else the marginal likelihood.',
        },
        {
          value: 'evidence',
          label: 'Marginal likelihood',
          help: 'Of the training items; asks for no others.',
        },
        {
          value: 'validation',
          label: 'Validation items',
          help: 'By their NLL, from what the marginal likelihood has.',
        },
      ],
    },
    priorPer: {
      label: 'A precision for each',
      kind: 'choice',
      help: 'What the marginal likelihood chooses by itself.',
      choices: [
        { value: 'network', label: 'Network', help: 'One for all weights.' },
        { value: 'layer', label: 'Layer', help: 'Not with a full covariance.' },
      ],
    },
  },
  uses: ['prior', 'heat'],
  hasDivergence: false,
  hasMembers: false,
  isSingle: false,
  dropsUnits: false,
  lossOf: 'mean of the members',
  problems: (experiment) => [
    ...priorProblems(experiment),
    ...precisionProblems(experiment),
    ...objectiveProblems(experiment),
    ...predictiveProblems(experiment),
  ],
  refusedSamples: () => undefined,
  suggestions: () => ({}),
  isInClusterProject: false,
};

/** Only a Gaussian prior has a curvature that is the same everywhere. */
function priorProblems({ inference, training }: Experiment): readonly Problem[] {
  if (inference.method !== 'laplace') return [];
  const { prior, heat, priorPrecision } = inference;
  const { weightDecay, kind } = training.optimizer;
  const isNormal = priorFacts(prior).normalStd !== undefined;
  if (!isNormal && prior.kind !== 'uniform')
    return [
      {
        path: 'inference.prior.kind',
        message: `Laplace’s approximation holds a Gaussian prior around zero; use gaussian or rescaled-gaussian instead of ${prior.kind}.`,
      },
    ];
  const isHeld = (isNormal && heat > 0) || (kind !== 'adamw' && weightDecay > 0);
  if (isHeld || priorPrecision !== undefined) return [];
  return [
    {
      path: 'inference.priorPrecision',
      message: `Nothing says how wide the weights’ prior is (prior ${prior.kind}, heat ${heat}, no weight decay of that meaning); set a precision, such as 1.`,
    },
  ];
}

/** Of a full covariance's evidence no layer has a closed form of its own. */
function precisionProblems({ inference }: Experiment): readonly Problem[] {
  if (inference.method !== 'laplace') return [];
  const { priorPer, precisionBy, priorPrecision } = inference;
  if (precisionBy === 'validation' && priorPrecision !== undefined)
    return [
      {
        path: 'inference.precisionBy',
        message: `A precision of ${priorPrecision} is set already; leave it out, or use auto.`,
      },
    ];
  return priorPer === 'network' ? [] : layerProblems(inference);
}

function layerProblems({ structure, priorPrecision }: Laplace): readonly Problem[] {
  const problems: readonly (Problem | false)[] = [
    (structure === 'full' || structure === 'auto') && {
      path: 'inference.priorPer',
      message: `A precision for each layer has no closed form with a ${structure} structure; set inference.structure to kronecker or diagonal, or use network.`,
    },
    priorPrecision !== undefined && {
      path: 'inference.priorPer',
      message: `A precision of ${priorPrecision} is the same for all layers; leave it out, or use network.`,
    },
  ];
  return problems.filter((problem) => problem !== false);
}

function objectiveProblems({ inference: { objective, noise }, data }: Experiment): readonly Problem[] {
  const problems: readonly (Problem | false)[] = [
    objective !== 'elbo' && {
      path: 'inference.objective',
      message: `Each network is the mode of a posterior of its own; use elbo instead of ${objective}.`,
    },
    namesPixels(data) && {
      path: 'inference.method',
      message:
        'The curvature of class maps is that of all their pixels, which is not there; use variational, swag or deep-ensemble instead of laplace.',
    },
    isRegression(data) &&
      !isBent(noise) && { path: 'inference.noise.kind', message: `The ${noiseSentence(noise)}` },
    ...headsOf(data).map(
      ({ target, task, noise: own }, at) =>
        task === 'regression' &&
        !isBent(own) && {
          path: `data.heads.${at}.noise`,
          message: `${target}: the ${noiseSentence(own)}`,
        },
    ),
  ];
  return problems.filter((problem) => problem !== false);
}

/** Whether the loss's curvature under a noise is known. */
function isBent({ kind }: Noise): boolean {
  return kind === 'learned' || kind === 'fixed' || kind === 'poisson';
}

function noiseSentence({ kind }: Noise): string {
  return `loss’s curvature is that of one noise for all values, or of counts; use learned, fixed or poisson instead of ${kind}.`;
}

/** What is known of softmax alone. */
function predictiveProblems({ inference, data }: Experiment): readonly Problem[] {
  if (inference.method !== 'laplace' || inference.predictive !== 'probit') return [];
  const ofValues = headsOf(data).find(({ task }) => task === 'regression');
  if (!ofValues) return [];
  return [
    {
      path: 'inference.predictive',
      message: `The probit approximation is of classes, and the head ${ofValues.target} predicts values; use linearised.`,
    },
  ];
}
