import { BadInputError } from '../../src-shared/errors';
import { nameOf } from '../../src-shared/experiment/choice';
import { dataFacts, namesPixels } from '../../src-shared/experiment/data';
import { headsOf } from '../../src-shared/experiment/data/heads';
import { classesLeftOut } from '../../src-shared/experiment/data/left-out-classes';
import { periodLeftOut } from '../../src-shared/experiment/data/left-out-period';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts, methods } from '../../src-shared/experiment/methods';
import { networkFacts } from '../../src-shared/experiment/networks';
import { noiseFacts, noises } from '../../src-shared/experiment/noise';
import { priorFacts } from '../../src-shared/experiment/priors';
import { startOf } from '../../src-shared/experiment/start';

/** What a cluster project can train. Throws BadInputError naming the setting that it has no form for. */
export function refuseForCluster(experiment: Experiment): void {
  const { data, model, inference, training } = experiment;
  const { method, noise, prior, flipout } = inference;
  if (experiment.start && startOf(experiment))
    throw new BadInputError(
      'start: a project for a cluster begins at fresh weights; leave it out, or train on this machine instead.',
    );
  if (headsOf(data).length > 0)
    throw new BadInputError(
      'data.heads: a project for a cluster has one likelihood; leave them out, or train on this machine instead.',
    );
  if (training.augmentations)
    throw new BadInputError(
      'training.augmentations: a project for a cluster has the usual views alone; leave them out, or train on this machine instead.',
    );
  if (namesPixels(data))
    throw new BadInputError(
      'data.task: a project for a cluster has no class maps; train on this machine instead.',
    );
  if (classesLeftOut(data).length > 0)
    throw new BadInputError(
      'data.leaveOutClasses: a project for a cluster has all classes; leave none out, or train on this machine instead.',
    );
  if (periodLeftOut(data))
    throw new BadInputError(
      'data.leaveOutPeriod: a project for a cluster has the whole series; leave no period out, or train on this machine instead.',
    );
  if (networkFacts(model).isOfFile)
    throw new BadInputError(
      'model.kind: a project for a cluster has no network of your own; choose another, or train it on this machine instead.',
    );
  const trained = methods
    .filter(({ isInClusterProject }) => isInClusterProject)
    .map((one) => nameOf(one, 'method'))
    .join(' or ');
  if (!methodFacts({ method }).isInClusterProject)
    throw new BadInputError(
      `inference.method: torch_blue trains variational posteriors, not ${method}; set ${trained}, or train it on this machine instead.`,
    );
  if (!priorFacts(prior).isInClusterProject)
    throw new BadInputError(
      `inference.prior: a project for a cluster has no ${prior.kind} prior; choose another, or train it on this machine instead.`,
    );
  if (flipout)
    throw new BadInputError(
      'inference.flipout: a project for a cluster has no Flipout; switch it off, or train it on this machine instead.',
    );
  const { missingInClusterProject } = noiseFacts(noise);
  if (!dataFacts(data).namesClasses(data) && missingInClusterProject)
    throw new BadInputError(
      `inference.noise: a project for a cluster has no ${missingInClusterProject}; set ${noisesThere()}, or train it on this machine instead.`,
    );
}

function noisesThere(): string {
  return noises
    .filter(({ missingInClusterProject }) => !missingInClusterProject)
    .map((noise) => nameOf(noise))
    .join(' or ');
}
