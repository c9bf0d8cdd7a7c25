import { z } from 'zod';
import type { Choice } from '../choice';
import { factor, factorField } from './factor';

const settings = z.strictObject({ kind: z.literal('step'), everyEpochs: z.int().min(1), factor });

export const step: Choice<typeof settings> = {
  settings,
  title: 'Falls every few epochs',
  fields: {
    everyEpochs: { label: 'Every so many epochs', kind: 'whole', start: '10', help: 'Between two falls.' },
    factor: factorField,
  },
};
