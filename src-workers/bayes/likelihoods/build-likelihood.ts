import { mixesTargets } from '../../../src-shared/experiment/augmentation-problems';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Noise } from '../../../src-shared/experiment/noise';
import type { SeveralHeads, Task } from '../../data/run-data';
import { type HeadParts, headParts } from '../../models/head-parts';
import { categorical, weightedCategorical } from './categorical';
import { categoricalMap } from './categorical-map';
import { type SumOfTerms, sumByRows } from './compared-values';
import { gaussian } from './gaussian';
import { heteroscedastic } from './heteroscedastic';
import type { Likelihood, Predicts } from './likelihood';
import { logVariance } from './log-variance';
import { mixedCategorical } from './mixed-categorical';
import { negativeBinomial } from './negative-binomial';
import { type LikelihoodOfHead, ofHeads } from './of-heads';
import { poisson } from './poisson';
import { quantiles } from './quantiles';

type Builders = {
  readonly [Kind in Noise['kind']]: (
    noise: Extract<Noise, { kind: Kind }>,
    units: readonly number[],
    sumTerms: SumOfTerms,
  ) => Likelihood;
};

const builders: Builders = {
  learned: ({ kind, std, perTarget }, units, sumTerms) =>
    gaussian({ kind, std, noises: perTarget ? units.length : 1 }, sumTerms),
  predicted: ({ std }, _units, sumTerms) => heteroscedastic(std, sumTerms),
  'log-variance': (_noise, _units, sumTerms) => logVariance(sumTerms),
  fixed: (noise, _units, sumTerms) => gaussian(noise, sumTerms),
  poisson: (_noise, units, sumTerms) => poisson(units, sumTerms),
  'negative-binomial': ({ dispersion: start }, units, sumTerms) =>
    negativeBinomial({ start, units }, sumTerms),
  quantiles: (noise, _units, sumTerms) => quantiles(noise, sumTerms),
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
  const build = builders[noise.kind] as (
    noise: Noise,
    units: readonly number[],
    sumTerms: SumOfTerms,
  ) => Likelihood;
  // Of values what is predicted is always as it counts: noise and rates are no outputs as they are.
  return build(noise, task.targetStd, sumByRows(task.rowWeights));
}

function predicting(predicts: Predicts, ofClasses: Likelihood): Likelihood {
  return predicts === 'outputs' ? { ...ofClasses, predictive: (outputs) => outputs } : ofClasses;
}
