import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({ kind: z.literal('uniform') });

export const uniform: PriorChoice<typeof settings> = {
  settings,
  title: 'Uniform (none)',
  help: 'Any weight is as likely as any other.',
  fields: {},
  hasClosedForm: true,
  hasDensity: true,
  suggestsStart: false,
  torchBlue: () => '{"prior": UniformPrior()}',
  isInClusterProject: true,
  reference: { prior_name: 'UniformPrior', rescale_prior: false },
};
