import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const positive = z.number().positive();

const settings = z.strictObject({
  kind: z.literal('quiet'),
  stdRatio: positive.default(1),
  meanStd: positive.default(1),
});

export const quiet: PriorChoice<typeof settings> = {
  settings,
  title: 'Quiet',
  help: 'Ties each weight’s spread to its size: small weights are kept quiet.',
  fields: {
    stdRatio: {
      label: 'Spread to size',
      kind: 'number',
      help: 'Standard deviation of a weight for each unit of its mean.',
    },
    meanStd: {
      label: 'Standard deviation of the means',
      kind: 'number',
      help: 'How far from zero the means are expected.',
    },
  },
  hasClosedForm: true,
  hasDensity: true,
  whyNoPoints: 'ties a weight’s spread to its size',
  suggestsStart: true,
  isInClusterProject: true,
  reference: { prior_name: 'BasicQuietPrior', rescale_prior: false },
};
