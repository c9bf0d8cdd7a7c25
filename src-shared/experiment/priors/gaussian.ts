import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({
  kind: z.literal('gaussian').optional().default('gaussian'),
  std: z.number().positive().default(1),
});

export const gaussian: PriorChoice<typeof settings> = {
  settings,
  title: 'Gaussian',
  help: 'Around zero, as wide for every layer.',
  fields: {
    std: {
      label: 'Prior standard deviation',
      kind: 'number',
      help: 'Of the Gaussian prior on every weight.',
    },
  },
  hasClosedForm: true,
  hasDensity: true,
  suggestsStart: true,
  normalStd: ({ std }) => std,
  torchBlue: ({ std }) => `{"prior": MeanFieldNormal(std=${std})}`,
  isInClusterProject: true,
  reference: {
    prior_name: 'MeanFieldNormal',
    rescale_prior: false,
    difference: ({ std }) => (std === 1 ? undefined : 'Its Gaussian prior has standard deviation 1.'),
  },
};
