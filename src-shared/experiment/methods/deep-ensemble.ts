import { z } from 'zod';
import { isRegression } from '../is-regression';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({ method: z.literal('deep-ensemble') });

/** A deep ensemble (Lakshminarayanan et al., arXiv 1612.01474). */
export const deepEnsemble: MethodChoice<typeof settings> = {
  settings,
  title: 'Deep ensemble',
  help: 'A sample is a network of its own, trained from its own start.',
  fields: {},
  uses: ['objective', 'reduction'],
  hasDivergence: false,
  hasMembers: true,
  isSingle: false,
  dropsUnits: false,
  lossOf: 'mean of the members',
  // Members share no parameter, so there is none to learn the noise of a regression with.
  problems: ({ inference, data }) =>
    isRegression(data) && inference.noise.kind === 'learned'
      ? [
          {
            path: 'inference.noise.kind',
            message:
              'The members of a deep ensemble share no parameter, so no noise can be learned; use fixed or samples.',
          },
        ]
      : [],
  refusedSamples: (wanted, trained) =>
    wanted > trained
      ? `the run trained ${trained} members, so there are no ${wanted}; ask for at most ${trained}.`
      : undefined,
  suggestions: () => ({}),
  isInClusterProject: false,
};
