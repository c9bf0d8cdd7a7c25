import { z } from 'zod';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({ method: z.literal('deep-ensemble') });

/** A deep ensemble (Lakshminarayanan et al., arXiv 1612.01474). */
export const deepEnsemble: MethodChoice<typeof settings> = {
  settings,
  title: 'Deep ensemble',
  help: 'A sample is a network of its own, trained from its own start.',
  fields: {},
  uses: ['prior', 'heat', 'objective', 'reduction'],
  hasDivergence: false,
  hasMembers: true,
  isSingle: false,
  isOfPoints: true,
  dropsUnits: false,
  lossOf: 'mean of the members',
  problems: () => [],
  refusedSamples: (wanted, trained) =>
    wanted > trained
      ? `the run trained ${trained} members, so there are no ${wanted}; ask for at most ${trained}.`
      : undefined,
  suggestions: () => ({}),
  isInClusterProject: false,
};
