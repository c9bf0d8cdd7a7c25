import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';
import { stdField } from './std-field';

const settings = z.strictObject({ kind: z.literal('learned'), std: z.number().positive().default(0.5) });

export const learned: NoiseChoice<typeof settings> = {
  settings,
  title: 'Learned',
  help: 'One number, trained with the weights; of members each its own.',
  fields: { std: stdField },
  isTrained: true,
  problems: () => [],
};
