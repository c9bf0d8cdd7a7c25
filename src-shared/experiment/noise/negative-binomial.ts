import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';
import { poisson } from './poisson';

/** Targets are counts that scatter more than Poisson's: the network gives the logarithms of their mean m and of their dispersion α, and their variance is m + α m². */
const settings = z.strictObject({
  kind: z.literal('negative-binomial'),
  /** The dispersion where the network gives 0: of 1 the standard deviation is about the mean, near 0 counts are Poisson's. */
  dispersion: z.number().min(1e-4).max(1e4).default(1),
  /** The mean where the network gives 0: that of the training counts, or one, as of networks that were trained to give log-means. */
  zeroIs: z.enum(['mean-count', 'one']).default('mean-count'),
});

export const negativeBinomial: NoiseChoice<typeof settings> = {
  settings,
  title: 'Counts (negative binomial)',
  help: 'For whole numbers from 0 whose variance is far above their mean: the network gives the logarithms of mean and dispersion.',
  fields: {
    dispersion: {
      label: 'Dispersion where the network gives 0',
      kind: 'number',
      help: 'The variance is mean + dispersion x mean²; near 0 it is Poisson’s.',
    },
    ...poisson.fields,
  },
  countScale: ({ zeroIs }) => zeroIs,
  outputsPerValue: () => 2,
  lossNote: poisson.lossNote,
  problems: () => [],
  missingInClusterProject: 'likelihood of counts',
};
