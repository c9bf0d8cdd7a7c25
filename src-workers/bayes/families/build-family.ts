import type { Experiment } from '../../../src-shared/experiment/experiment';
import { isRegression } from '../../../src-shared/experiment/is-regression';
import type { Inference } from '../../../src-shared/experiment/methods';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { priorFacts } from '../../../src-shared/experiment/priors';
import type { Model } from '../../models/model';
import type { StepPlan } from '../../parallel/step-plan';
import type { Repulsion } from '../../particles/direction';
import { initialFromPrior, initialGaussian } from '../gaussian-posterior';
import { buildPrior } from '../priors/build-prior';
import { chainFamily } from './chains';
import { ensembleFamily } from './deep-ensemble';
import { ivonFamily } from './ivon';
import { laplaceFamily } from './laplace';
import { lowRankFamily } from './low-rank';
import { dropoutFamily } from './mc-dropout';
import { pointEstimateFamily } from './point-estimate';
import type { PosteriorFamily } from './posterior-family';
import { rankOneFamily } from './rank-one';
import { type VariationalSettings, variationalFamily } from './variational';

type Builder = (experiment: Experiment, model: Model, plan: StepPlan, trainItems: number) => PosteriorFamily;

const builders: Readonly<Record<Inference['method'], Builder>> = {
  variational: buildVariational,
  'low-rank': buildLowRank,
  'rank-1': buildRankOne,
  ivon: buildIvon,
  'point-estimate': ({ inference }, { weights }) => pointEstimateFamily(weights, buildPrior(inference.prior)),
  'mc-dropout': ({ model: { dropout }, inference }, { weights, dropoutSites }) =>
    dropoutFamily(weights, dropoutSites, dropout, buildPrior(inference.prior)),
  'deep-ensemble': buildMembers,
  swag: buildMembers,
  'multi-swag': buildMembers,
  laplace: buildLaplace,
  svgd: buildParticles('stein'),
  'repulsive-ensemble': buildParticles('density'),
  'sg-mcmc': buildChains('by noise'),
  hmc: buildChains('by energies'),
};

function buildMembers({ inference }: Experiment, { weights }: Model, { share }: StepPlan): PosteriorFamily {
  const members = { first: share.firstSample, count: share.samples };
  return ensembleFamily(weights, members, buildPrior(inference.prior));
}

function buildParticles(repulsion: Repulsion): Builder {
  return (experiment, model, plan) => {
    const { inference, training } = experiment;
    const bandwidth = 'bandwidth' in inference ? inference.bandwidth : undefined;
    const particles = { count: training.samples, repulsion, bandwidth };
    return { ...buildMembers(experiment, model, plan), particles };
  };
}

function buildChains(moves: 'by noise' | 'by energies'): Builder {
  return ({ inference, training }, { weights }, { share }) =>
    chainFamily(weights, { first: share.firstSample, count: share.samples }, buildPrior(inference.prior), {
      count: training.samples,
      moves,
    });
}

/**
 * The posterior family an experiment asks for, over this worker's samples.
 * @param trainItems of the training split (N)
 */
export function buildFamily(
  experiment: Experiment,
  model: Model,
  plan: StepPlan,
  trainItems: number,
): PosteriorFamily {
  return builders[experiment.inference.method](experiment, model, plan, trainItems);
}

function buildVariational({ inference }: Experiment, { weights }: Model, plan: StepPlan): PosteriorFamily {
  const prior = buildPrior(inference.prior);
  const { start } = prior;
  return variationalFamily(weights, {
    prior,
    kl: inference.kl,
    initialValues: (runSeed) =>
      inference.initialisation === 'prior' && start
        ? initialFromPrior(weights, start, runSeed)
        : initialGaussian(weights, inference.posteriorStd, runSeed, prior, ({ fanIn }) =>
            priorFacts(inference.prior).normalStd?.(inference.prior, fanIn),
          ),
    ...perItemOf(inference, plan),
  });
}

function perItemOf(
  { flipout, localReparameterisation }: Inference,
  { batchItems }: StepPlan,
): Pick<VariationalSettings, 'perItem'> {
  if (flipout) return { perItem: { noise: 'flipped', batchItems } };
  return localReparameterisation ? { perItem: { noise: 'of outputs', batchItems } } : {};
}

function buildLowRank({ inference }: Experiment, { weights }: Model): PosteriorFamily {
  if (inference.method !== 'low-rank') throw new Error(`Method ${inference.method} has no directions.`);
  const { prior, rank, posteriorStd } = inference;
  const priorStdOf = ({ fanIn }: WeightTensor): number => {
    const std = priorFacts(prior).normalStd?.(prior, fanIn);
    if (std === undefined)
      throw new Error(`A low-rank posterior has no divergence from the prior ${prior.kind}.`);
    return std;
  };
  return lowRankFamily(weights, { rank, prior: buildPrior(prior), priorStdOf, posteriorStd });
}

function buildRankOne({ inference }: Experiment, { weights }: Model): PosteriorFamily {
  if (inference.method !== 'rank-1') throw new Error(`Method ${inference.method} has no factors.`);
  const { prior, factorStd } = inference;
  return rankOneFamily(weights, { prior: buildPrior(prior), factorStd });
}

/** As it is used; the networks are trained as an ensemble's (`trainedAs`). */
function buildLaplace({ inference, data }: Experiment, model: Model, { modes }: StepPlan): PosteriorFamily {
  if (inference.method !== 'laplace' || modes === undefined)
    throw new Error('Laplace’s approximation is of networks whose number is known.');
  const { predictive } = inference;
  // Values are Gaussian with the mean and variance that the linearised network has: nothing is left to approximate.
  const chosen = predictive === 'probit' && isRegression(data) ? 'linearised' : predictive;
  return laplaceFamily(model, { ...inference, predictive: chosen }, modes);
}

function buildIvon(
  { inference, training: { optimizer } }: Experiment,
  { weights }: Model,
  _plan: StepPlan,
  trainItems: number,
): PosteriorFamily {
  if (inference.method !== 'ivon') throw new Error(`Method ${inference.method} is not IVON.`);
  const { learningRate, gradientMemory, hessianMemory, initialHessian, clipRadius } = inference;
  return ivonFamily(weights, inference.prior, {
    items: trainItems,
    effectiveItems: trainItems / inference.heat,
    // Schedules act on the optimiser's rate, and with it on this one.
    rate: learningRate / optimizer.learningRate,
    beta1: gradientMemory,
    beta2: hessianMemory,
    initialHessian,
    ...(clipRadius === undefined ? {} : { clipRadius }),
  });
}
