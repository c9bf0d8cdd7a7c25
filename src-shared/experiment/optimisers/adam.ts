import { z } from 'zod';
import {
  clipNorm,
  commonFields,
  learningRate,
  weightDecay,
  weightDecayPer,
  weightDecayPerField,
} from './common-settings';
import type { OptimiserChoice } from './optimiser-choice';

const settings = z.strictObject({
  kind: z.literal('adam').optional().default('adam'),
  learningRate,
  weightDecay: weightDecay.default(0),
  weightDecayPer,
  clipNorm,
});

export const adam: OptimiserChoice<typeof settings> = {
  settings,
  title: 'Adam',
  fields: { ...commonFields, weightDecayPer: weightDecayPerField },
  reference: { name: 'Adam' },
};
