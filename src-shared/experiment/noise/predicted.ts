import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';
import { stdField } from './std-field';

/** The network gives one for each value, beside it; it starts at `std`. */
const settings = z.strictObject({ kind: z.literal('predicted'), std: z.number().positive().default(0.5) });

export const predicted: NoiseChoice<typeof settings> = {
  settings,
  title: 'Predicted',
  help: 'Of each value its own: the network gives it beside the value (heteroscedastic).',
  fields: { std: stdField },
  outputsPerValue: () => 2,
  problems: () => [],
  missingInClusterProject: 'noise that the network predicts',
};
