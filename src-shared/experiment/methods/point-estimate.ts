import { z } from 'zod';
import type { MethodChoice } from './method-choice';

const settings = z.strictObject({ method: z.literal('point-estimate') });

/** One network and no uncertainty: the baseline that Bayesian ones are held against. */
export const pointEstimate: MethodChoice<typeof settings> = {
  settings,
  title: 'Point estimate',
  help: 'One ordinary network, as a baseline: it knows no doubt about its weights.',
  fields: {},
  uses: ['prior', 'heat'],
  hasDivergence: false,
  hasMembers: false,
  isSingle: true,
  isOfPoints: true,
  dropsUnits: false,
  problems: ({ training: { samples } }) =>
    samples === 1
      ? []
      : [
          {
            path: 'training.samples',
            message: `A point estimate is one network; set 1 sample instead of ${samples}.`,
          },
        ],
  refusedSamples: (wanted) =>
    wanted > 1
      ? `the run trained a point estimate, which is one network; leave out ${wanted} or say 1.`
      : undefined,
  suggestions: () => ({ 'training.samples': '1' }),
  isInClusterProject: false,
  isNonBayesianInReference: true,
};
