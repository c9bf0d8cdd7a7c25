import { z } from 'zod';
import type { Choice } from '../choice';
import { factor, factorField } from './factor';

const settings = z.strictObject({
  kind: z.literal('multi-step'),
  atEpochs: z.array(z.int().min(1)).min(1),
  factor,
});

export const multiStep: Choice<typeof settings> = {
  settings,
  title: 'Falls at given epochs',
  fields: {
    atEpochs: { label: 'At epochs', kind: 'whole-list', start: '10, 20', help: 'With commas between.' },
    factor: factorField,
  },
};
