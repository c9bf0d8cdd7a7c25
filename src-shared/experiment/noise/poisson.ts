import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';

/** Targets are counts, and the network gives the logarithm of their rate (Poisson regression). */
const settings = z.strictObject({
  kind: z.literal('poisson'),
  /** The rate where the network gives 0: the mean of the training counts, or one, as of networks that were trained to give log-rates. */
  zeroIs: z.enum(['mean-count', 'one']).default('mean-count'),
});

export const poisson: NoiseChoice<typeof settings> = {
  settings,
  title: 'Counts (Poisson)',
  help: 'For whole numbers from 0: the network gives the logarithm of the rate.',
  fields: {
    zeroIs: {
      label: 'Rate where the network gives 0',
      kind: 'choice',
      help: 'Networks that begin afresh begin there.',
      choices: [
        { value: 'mean-count', label: 'The mean of the training counts' },
        { value: 'one', label: 'One, as of a trained network that gives log-rates' },
      ],
    },
  },
  countScale: ({ zeroIs }) => zeroIs,
  lossNote:
    'Over all values of an item: not to be held against the validation’s, which is per value, of all samples together.',
  problems: () => [],
  missingInClusterProject: 'likelihood of counts',
};
