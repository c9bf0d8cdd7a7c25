import { z } from 'zod';
import type { MethodChoice } from './method-choice';
import { swagFacts, swagFields, swagProblems, swagSettings } from './swag-facts';

const settings = z.strictObject({ method: z.literal('multi-swag'), ...swagSettings });

/** SWAG around each member of an ensemble (Wilson and Izmailov 2020, arXiv 2002.08791). */
export const multiSwag: MethodChoice<typeof settings> = {
  settings,
  title: 'MultiSWAG',
  help: 'A sample is a network of its own, trained from its own start, with a Gaussian read off where it wanders.',
  fields: swagFields,
  ...swagFacts,
  isSingle: false,
  lossOf: 'mean of the members',
  problems: swagProblems,
  suggestions: () => ({}),
};
