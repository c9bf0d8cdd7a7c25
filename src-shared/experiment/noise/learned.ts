import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';
import { stdField } from './std-field';

const settings = z.strictObject({
  kind: z.literal('learned').optional().default('learned'),
  std: z.number().positive().default(0.5),
  /** Whether each of several targets has a noise of its own, or all have one together, in units of the standardised targets. */
  perTarget: z.boolean().default(true),
});

export const learned: NoiseChoice<typeof settings> = {
  settings,
  title: 'Learned',
  help: 'A number for each target, trained with the weights; of members each its own.',
  fields: {
    std: stdField,
    perTarget: {
      label: 'Each target its own noise',
      kind: 'switch',
      help: 'Off: several targets share one, in units of the standardised targets, so that their intervals are right only together.',
    },
  },
  isTrained: true,
  problems: () => [],
};

/** What is trained where nothing is said. */
export const learnedByDefault = { kind: 'learned', std: 0.5, perTarget: true } as const;
