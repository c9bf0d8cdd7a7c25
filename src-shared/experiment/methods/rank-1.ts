import { z } from 'zod';
import type { Experiment } from '../experiment';
import { priorFacts } from '../priors';
import type { Problem } from '../problem';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({
  method: z.literal('rank-1'),
  /** Standard deviation of the prior on each factor, around 1; factors begin there. */
  factorStd: z.number().positive().default(0.1),
});

/** Rank-1 factors of shared kernels (Dusenberry et al., arXiv 2005.07186), of one component. */
export const rankOne: MethodChoice<typeof settings> = {
  settings,
  title: 'Rank-1 factors',
  help: 'One network; a sample scales the inputs and outputs of each layer by random factors that are learned.',
  fields: {
    factorStd: {
      label: 'Spread of factors',
      kind: 'number',
      help: 'Of the prior around 1 on each layer’s factors, which begin there.',
    },
  },
  uses: [
    'prior',
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
  const { whyNoPoints } = priorFacts(prior);
  const found: readonly (Problem | false)[] = [
    whyNoPoints !== undefined && {
      path: 'inference.prior.kind',
      message: `The ${prior.kind} prior ${whyNoPoints}, and kernels of method rank-1 have no spread, their factors alone have; use gaussian.`,
    },
    kl !== 'analytical' && {
      path: 'inference.kl',
      message: `The divergence of factors is computed in closed form; use analytical instead of ${kl}.`,
    },
    initialisation !== 'scaled' && {
      path: 'inference.initialisation',
      message: `Kernels of method rank-1 begin scaled to each layer’s inputs, and their factors at their own prior; use scaled instead of ${initialisation}.`,
    },
  ];
  return found.filter((problem) => problem !== false);
}
