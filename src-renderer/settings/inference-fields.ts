import { optionsOf } from '../../src-shared/experiment/choice';
import type { InferenceSetting } from '../../src-shared/experiment/inference-settings';
import { methods, methodsUsing } from '../../src-shared/experiment/methods';
import { priors } from '../../src-shared/experiment/priors';
import { settingFields } from './choice-fields';
import type { Field } from './field';

const using = (setting: InferenceSetting) => ({ 'inference.method': methodsUsing(setting) });
const withoutClosedForm = priors.filter(({ hasClosedForm }) => !hasClosedForm).map(({ title }) => title);

/** How the network becomes Bayesian: method, objective, prior, and where the posterior starts. */
export const inferenceFields = {
  method: {
    path: 'inference.method',
    label: 'Method',
    kind: 'choice',
    help: 'What a sample is.',
    choices: optionsOf(methods, 'method'),
  },
  methodSettings: settingFields('inference', methods, {}, 'method'),
  objective: {
    path: 'inference.objective',
    label: 'Objective',
    kind: 'choice',
    help: 'What the samples are trained for together.',
    shownWhen: using('objective'),
    choices: [
      {
        value: 'elbo',
        label: 'Each sample explains the data (ELBO)',
        help: 'Mean of the samples’ log-likelihoods: the evidence lower bound. The same on any number of devices.',
      },
      {
        value: 'pooled',
        label: 'The samples explain the data together (pooled)',
        help: 'Log of the samples’ mean likelihood: what their common prediction is worth.',
      },
    ],
  },
  reduction: {
    path: 'inference.reduction',
    label: 'Pooling over devices',
    kind: 'choice',
    help: 'How devices bring their samples together.',
    shownWhen: {
      ...using('reduction'),
      'inference.objective': ['pooled'],
    },
    choices: [
      {
        value: 'exact',
        label: 'Exact',
        help: 'Devices share their likelihoods before the gradient: the result is that of one device.',
      },
      {
        value: 'averaged',
        label: 'Averaged',
        help: 'Each device pools its own samples only: the approximation of the paper, with less to exchange.',
      },
    ],
  },
  prior: {
    path: 'inference.prior.kind',
    label: 'Prior',
    kind: 'choice',
    help: 'What the weights are believed to be before any data.',
    shownWhen: using('prior'),
    choices: optionsOf(priors),
  },
  priorSettings: settingFields('inference.prior', priors, using('prior')),
  heat: {
    path: 'inference.heat',
    label: 'Weight of the prior (heat)',
    kind: 'number',
    shownWhen: using('heat'),
    help: 'Of the KL divergence, or of the penalty on weights that are points. 1 is Bayes; less makes a colder posterior.',
  },
  klWarmup: {
    path: 'inference.klWarmup',
    label: 'Share of training until its whole weight',
    kind: 'number',
    shownWhen: using('klWarmup'),
    help: '0 to 1. From the first step on, the divergence empties units that have learned nothing yet.',
  },
  kl: {
    path: 'inference.kl',
    label: 'KL divergence',
    kind: 'choice',
    help: 'How the distance from the prior is found.',
    shownWhen: using('kl'),
    choices: [
      {
        value: 'analytical',
        label: 'In closed form',
        help: `Exact; not known for ${withoutClosedForm.join(', ')}.`,
      },
      {
        value: 'monte-carlo',
        label: 'Monte Carlo',
        help: 'Estimated from the samples of the step: any prior, more noise.',
      },
    ],
  },
  initialisation: {
    path: 'inference.initialisation',
    label: 'First posterior',
    kind: 'choice',
    help: 'Where training starts from.',
    shownWhen: using('initialisation'),
    choices: [
      {
        value: 'scaled',
        label: 'Scaled to each layer',
        help: 'Narrow, with means as in an ordinary network.',
      },
      { value: 'prior', label: 'At the prior', help: 'As wide as the prior: training then narrows it.' },
    ],
  },
  posteriorStd: {
    path: 'inference.posteriorStd',
    label: 'First posterior standard deviation',
    kind: 'number',
    shownWhen: { ...using('posteriorStd'), 'inference.initialisation': ['scaled'] },
    help: 'Relative to 1/√(inputs of the layer).',
  },
  logStdRate: {
    path: 'inference.logStdRate',
    label: 'Learning rate of standard deviations',
    kind: 'number',
    shownWhen: using('logStdRate'),
    help: 'In times of the learning rate: their logarithms have further to go than means.',
  },
  bayesianLayers: {
    path: 'inference.bayesianLayers',
    label: 'Layers with uncertainty',
    kind: 'text-list',
    optional: true,
    shownWhen: using('bayesianLayers'),
    whenEmpty: 'all',
    help: 'last, names, first parts of names or patterns, with commas; empty for all.',
  },
  pointEstimateLayers: {
    path: 'inference.pointEstimateLayers',
    label: 'Layers without uncertainty',
    kind: 'text-list',
    optional: true,
    shownWhen: using('pointEstimateLayers'),
    help: 'Named in the same ways, such as layers.0; empty for none.',
  },
  frozen: {
    path: 'training.frozen',
    label: 'Frozen layers',
    kind: 'text-list',
    optional: true,
    help: 'Stay as they begin, without uncertainty; named in the same ways, empty for none.',
  },
  flipout: {
    path: 'inference.flipout',
    label: 'Flipout',
    kind: 'switch',
    shownWhen: using('flipout'),
    help: 'Flips the noise of weights from item to item: calmer gradients for about twice the work.',
  },
  localReparameterisation: {
    path: 'inference.localReparameterisation',
    label: 'Local reparameterisation',
    kind: 'switch',
    shownWhen: using('localReparameterisation'),
    help: 'Noise per item, not one weight draw: calmer gradients, but a sample is no single network.',
  },
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
