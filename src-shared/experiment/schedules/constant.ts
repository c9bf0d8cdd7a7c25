import { z } from 'zod';
import type { Choice } from '../choice';

const settings = z.strictObject({ kind: z.literal('constant') });

export const constant: Choice<typeof settings> = {
  settings,
  title: 'Stays',
  fields: {},
};
