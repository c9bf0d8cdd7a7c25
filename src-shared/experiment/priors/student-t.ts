import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const positive = z.number().positive();

const settings = z.strictObject({
  kind: z.literal('student-t'),
  /** The fewer, the heavier the tails; many make it a Gaussian. */
  degreesOfFreedom: positive.default(3),
  /** What a standard Student t is multiplied with, in every layer. */
  scale: positive.default(1),
});

export const studentT: PriorChoice<typeof settings> = {
  settings,
  title: 'Student’s t',
  help: 'Around zero, with heavier tails than a Gaussian.',
  fields: {
    degreesOfFreedom: {
      label: 'Degrees of freedom',
      kind: 'number',
      help: 'Fewer make heavier tails; many approach a Gaussian.',
    },
    scale: { label: 'Prior scale', kind: 'number', help: 'Width of the prior on every weight.' },
  },
  hasClosedForm: false,
  hasDensity: true,
  suggestsStart: false,
  isInClusterProject: true,
  reference: { prior_name: 'MeanFieldStudentT', rescale_prior: false },
};
