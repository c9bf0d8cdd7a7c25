import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Model } from '../../models/model';
import type { StepPlan } from '../../parallel/step-plan';
import { initialFromPrior, initialGaussian } from '../gaussian-posterior';
import { buildPrior } from '../priors/build-prior';
import { ensembleFamily } from './deep-ensemble';
import { dropoutFamily } from './mc-dropout';
import { pointEstimateFamily } from './point-estimate';
import type { PosteriorFamily } from './posterior-family';
import { variationalFamily } from './variational';

/** The posterior family an experiment asks for, over this worker's samples. */
export function buildFamily(experiment: Experiment, model: Model, plan: StepPlan): PosteriorFamily {
  const { share } = plan;
  switch (experiment.inference.method) {
    case 'variational':
      return buildVariational(experiment, model, plan);
    case 'point-estimate':
      return pointEstimateFamily(model.weights);
    case 'mc-dropout':
      return dropoutFamily(model.weights, model.dropoutSites, experiment.model.dropout);
    case 'deep-ensemble':
      return ensembleFamily(model.weights, { first: share.firstSample, count: share.samples });
  }
}

function buildVariational({ inference }: Experiment, { weights }: Model, plan: StepPlan): PosteriorFamily {
  const prior = buildPrior(inference.prior);
  const { start } = prior;
  const { firstItem } = plan.share;
  return variationalFamily(weights, {
    prior,
    kl: inference.kl,
    initialValues: (runSeed) =>
      inference.initialisation === 'prior' && start
        ? initialFromPrior(weights, start, runSeed)
        : initialGaussian(weights, inference.posteriorStd, runSeed),
    ...(inference.localReparameterisation ? { localNoise: { batchItems: plan.batchItems, firstItem } } : {}),
  });
}
