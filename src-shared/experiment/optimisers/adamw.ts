import { z } from 'zod';
import { clipNorm, commonFields, learningRate, weightDecay } from './common-settings';
import type { OptimiserChoice } from './optimiser-choice';

/** Decay apart from the gradient: a share of the learning rate, in PyTorch's unit. */
const settings = z.strictObject({
  kind: z.literal('adamw'),
  learningRate,
  weightDecay: weightDecay.default(0.01),
  clipNorm,
});

export const adamw: OptimiserChoice<typeof settings> = {
  settings,
  title: 'AdamW',
  help: 'Adam with weight decay apart from the gradient.',
  fields: commonFields,
  reference: { name: 'AdamW' },
};
