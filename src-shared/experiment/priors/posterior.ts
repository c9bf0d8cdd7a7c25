import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({
  kind: z.literal('posterior'),
  /** The ID of a run that is over. */
  run: z.string().min(1).max(200).optional(),
  /** An exported posterior (safetensors) instead; of a run it is filled in. */
  file: z.string().min(1).optional(),
});

/** Sequential learning: what was learned from other data before is believed of the weights, deviations included. */
export const posterior: PriorChoice<typeof settings> = {
  settings,
  title: 'The posterior of another run',
  help: 'Means and deviations that a variational run ended with: learns on from other data without forgetting.',
  fields: {
    run: {
      label: 'Run whose posterior it is',
      kind: 'text',
      optional: true,
      help: 'Its ID, as lists and `parasample runs` show it.',
    },
    file: {
      label: 'Or file of a posterior',
      kind: 'text',
      optional: true,
      help: 'An exported one (safetensors), its whole path. Of a run it is filled in.',
    },
  },
  hasClosedForm: true,
  hasDensity: true,
  suggestsStart: true,
  isAroundStart: true,
  isInClusterProject: false,
};
