import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';

/** The network gives the logarithm of its variance for each value, beside it, as networks of one's own that were trained so do. */
const settings = z.strictObject({ kind: z.literal('log-variance') });

export const logVariance: NoiseChoice<typeof settings> = {
  settings,
  title: 'Predicted as log-variance',
  help: 'As above, for a network of your own that gives mean and log-variance: as two outputs, or side by side.',
  fields: {},
  outputsPerValue: () => 2,
  problems: () => [],
  missingInClusterProject: 'noise that the network predicts',
};
