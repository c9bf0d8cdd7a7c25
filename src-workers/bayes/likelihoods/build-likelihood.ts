import { mixesTargets } from '../../../src-shared/experiment/augmentation-problems';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Noise } from '../../../src-shared/experiment/noise';
import type { SeveralHeads, Task } from '../../data/run-data';
import { type HeadParts, headParts } from '../../models/head-parts';
import { categorical, weightedCategorical } from './categorical';
import { categoricalMap } from './categorical-map';
import { gaussian } from './gaussian';
import { heteroscedastic } from './heteroscedastic';
import type { Likelihood, Predicts } from './likelihood';
import { logVariance } from './log-variance';
import { mixedCategorical } from './mixed-categorical';
import { type LikelihoodOfHead, ofHeads } from './of-heads';
import { poisson } from './poisson';
import { quantiles } from './quantiles';

type Builders = {
  readonly [Kind in Noise['kind']]: (
    noise: Extract<Noise, { kind: Kind }>,
    units: readonly number[],
  ) => Likelihood;
};

const builders: Builders = {
  learned: ({ kind, std, perTarget }, units) => gaussian({ kind, std, noises: perTarget ? units.length : 1 }),
  predicted: ({ std }) => heteroscedastic(std),
  'log-variance': logVariance,
  fixed: gaussian,
  poisson: (_noise, units) => poisson(units),
  quantiles,
  // The objective has its own density; what it asks of the likelihood is fit and prediction.
  samples: () => gaussian({ kind: 'fixed', std: 1 }),
};

/** The likelihood that fits a task and an experiment. */
export function buildLikelihood(
  experiment: Experiment,
  task: Task,
  predicts: Predicts = 'predictive',
): Likelihood {
  const { noise } = experiment.inference;
  if (task.kind === 'classification' && mixesTargets(experiment))
    return predicting(predicts, mixedCategorical);
  return task.kind === 'heads'
    ? ofHeads(headParts(task).map((parts) => likelihoodOfHead(parts, predicts)))
    : likelihoodOf(task, noise, predicts);
}

function likelihoodOfHead(
  { head: { name, task, noise, weight }, outputs, targets }: HeadParts,
  predicts: Predicts,
): LikelihoodOfHead {
  const isOfClasses = task.kind === 'classification';
  return { name, likelihood: likelihoodOf(task, noise, predicts), weight, isOfClasses, outputs, targets };
}

function likelihoodOf(task: Exclude<Task, SeveralHeads>, noise: Noise, predicts: Predicts): Likelihood {
  if (task.kind === 'classification')
    return predicting(predicts, task.classWeights ? weightedCategorical(task.classWeights) : categorical);
  if (task.kind === 'segmentation') return predicting(predicts, categoricalMap);
  // Each builder takes the settings of its own kind.
  const build = builders[noise.kind] as (noise: Noise, units: readonly number[]) => Likelihood;
  // Of values what is predicted is always as it counts: noise and rates are no outputs as they are.
  return build(noise, task.targetStd);
}

function predicting(predicts: Predicts, ofClasses: Likelihood): Likelihood {
  return predicts === 'outputs' ? { ...ofClasses, predictive: (outputs) => outputs } : ofClasses;
}
