import { z } from 'zod';
import { priorFacts } from '../priors';
import type { MethodChoice } from './method-choice';

/** What a sample is: a draw of Gaussian weights, a dropout mask, a member of an ensemble, or the one network. */
const method = z.literal('variational').optional().default('variational');
const settings = z.strictObject({ method });

/** Mean-field Gaussian variational inference (Blundell et al., arXiv 1505.05424). */
export const variational: MethodChoice<typeof settings> = {
  settings,
  title: 'Variational inference',
  help: 'Every weight is a Gaussian; a sample is one draw of all weights.',
  fields: {},
  uses: [
    'prior',
    'posteriorStd',
    'logStdRate',
    'initialisation',
    'heat',
    'klWarmup',
    'objective',
    'reduction',
    'kl',
    'localReparameterisation',
    'flipout',
    'bayesianLayers',
    'pointEstimateLayers',
  ],
  hasDivergence: true,
  hasMembers: false,
  isSingle: false,
  dropsUnits: false,
  problems: ({ inference: { prior, kl, localReparameterisation, flipout } }) => [
    ...(!priorFacts(prior).hasDensity && kl === 'monte-carlo'
      ? [
          {
            path: 'inference.kl',
            message: `The ${prior.kind} prior follows from the whole posterior, not from weights drawn from it; use analytical.`,
          },
        ]
      : []),
    ...(!priorFacts(prior).hasClosedForm && kl === 'analytical'
      ? [
          {
            path: 'inference.kl',
            message: `The divergence from a ${prior.kind} prior has no closed form; use monte-carlo.`,
          },
        ]
      : []),
    ...(flipout && localReparameterisation
      ? [
          {
            path: 'inference.flipout',
            message:
              'Local reparameterisation gives items noise of their own already; switch off one of them.',
          },
        ]
      : []),
    ...(flipout && kl === 'monte-carlo'
      ? [
          {
            path: 'inference.kl',
            message:
              'With Flipout no weights are drawn that all items see, to estimate the divergence on; use analytical.',
          },
        ]
      : []),
    ...(localReparameterisation && kl === 'monte-carlo'
      ? [
          {
            path: 'inference.kl',
            message:
              'Local reparameterisation draws no weights to estimate the divergence on; use analytical.',
          },
        ]
      : []),
  ],
  refusedSamples: () => undefined,
  suggestions: () => ({}),
  isInClusterProject: true,
  isNonBayesianInReference: false,
};
