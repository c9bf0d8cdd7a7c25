import { z } from 'zod';
import { clipNorm, commonFields, learningRate, weightDecay } from './common-settings';
import type { OptimiserChoice } from './optimiser-choice';

const settings = z.strictObject({
  kind: z.literal('adam'),
  learningRate,
  weightDecay: weightDecay.default(0),
  clipNorm,
});

export const adam: OptimiserChoice<typeof settings> = {
  settings,
  title: 'Adam',
  fields: commonFields,
  referenceName: 'Adam',
};
