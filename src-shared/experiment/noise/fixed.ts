import { z } from 'zod';
import type { NoiseChoice } from './noise-choice';
import { stdField } from './std-field';

const settings = z.strictObject({ kind: z.literal('fixed'), std: z.number().positive().default(0.1) });

export const fixed: NoiseChoice<typeof settings> = {
  settings,
  title: 'Fixed',
  fields: { std: stdField },
  problems: () => [],
};
