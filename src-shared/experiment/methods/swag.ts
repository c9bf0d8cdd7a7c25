import { z } from 'zod';
import type { MethodChoice } from './method-choice';
import { swagFacts, swagFields, swagProblems, swagSettings } from './swag-facts';

const settings = z.strictObject({ method: z.literal('swag'), ...swagSettings });

/** Stochastic weight averaging with a Gaussian (Maddox et al. 2019, arXiv 1902.02476). */
export const swag: MethodChoice<typeof settings> = {
  settings,
  title: 'SWAG',
  help: 'One network; a Gaussian is read off where its weights wander at the end of training.',
  fields: swagFields,
  ...swagFacts,
  isSingle: true,
  problems: (experiment) => [
    ...swagProblems(experiment),
    ...(experiment.training.samples === 1
      ? []
      : [
          {
            path: 'training.samples',
            message: `SWAG trains one network; set 1 sample instead of ${experiment.training.samples}, or use multi-swag.`,
          },
        ]),
  ],
  suggestions: () => ({ 'training.samples': '1' }),
};
