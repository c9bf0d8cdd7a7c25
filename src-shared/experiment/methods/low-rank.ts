import { z } from 'zod';
import { nameOf } from '../choice';
import type { Experiment } from '../experiment';
import { priorFacts, priors } from '../priors';
import type { Problem } from '../problem';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({
  method: z.literal('low-rank'),
  /** Directions of each layer along which its weights vary together, besides each by itself. */
  rank: z.int().min(1).max(64).default(4),
});

/** Gaussian variational inference with a covariance of low rank plus a diagonal (Ong, Nott and Smith 2018; Tomczak et al. 2020). */
export const lowRank: MethodChoice<typeof settings> = {
  settings,
  title: 'Low-rank variational',
  help: 'Every weight is a Gaussian, and those of a layer also vary together along a few directions that are learned.',
  fields: {
    rank: {
      label: 'Directions',
      kind: 'whole',
      help: 'Of each layer. Each takes as many numbers as the layer has weights.',
    },
  },
  uses: [
    'prior',
    'posteriorStd',
    'logStdRate',
    'heat',
    'klWarmup',
    'objective',
    'reduction',
    'bayesianLayers',
    'pointEstimateLayers',
  ],
  hasDivergence: true,
  hasMembers: false,
  isSingle: false,
  dropsUnits: false,
  problems,
  refusedSamples: () => undefined,
  suggestions: () => ({}),
  isInClusterProject: false,
};

function problems({ inference: { prior, kl, initialisation } }: Experiment): readonly Problem[] {
  const normal = priors.filter(({ normalStd }) => normalStd).map((one) => nameOf(one));
  const found: readonly (Problem | false)[] = [
    !priorFacts(prior).normalStd && {
      path: 'inference.prior.kind',
      message: `Weights that vary together have a closed divergence from a Gaussian prior around zero; use ${normal.join(' or ')} instead of ${prior.kind}.`,
    },
    kl !== 'analytical' && {
      path: 'inference.kl',
      message: `The divergence of a low-rank posterior is computed in closed form; use analytical instead of ${kl}.`,
    },
    initialisation !== 'scaled' && {
      path: 'inference.initialisation',
      message: `A low-rank posterior starts narrow, scaled to each layer’s inputs; use scaled instead of ${initialisation}.`,
    },
  ];
  return found.filter((problem) => problem !== false);
}
