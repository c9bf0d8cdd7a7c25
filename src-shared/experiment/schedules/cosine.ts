import { z } from 'zod';
import type { Choice } from '../choice';

/** Down to `finalFraction` of the rate by the last epoch. */
const settings = z.strictObject({
  kind: z.literal('cosine').optional().default('cosine'),
  finalFraction: z.number().min(0).max(1).default(0),
});

export const cosine: Choice<typeof settings> = {
  settings,
  title: 'Falls along a cosine',
  fields: {
    finalFraction: {
      label: 'Down to the share',
      kind: 'number',
      help: 'Of the learning rate, by the last epoch: 0 to 1.',
    },
  },
};
