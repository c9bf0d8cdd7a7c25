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
  kind: z.literal('sgd'),
  /** Size of a step; training.schedule changes it as training goes on. */
  learningRate: learningRate.default(0.001),
  /** How much of a step goes on in the next one. */
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: weightDecay.default(0),
  weightDecayPer,
  clipNorm,
});

export const sgd: OptimiserChoice<typeof settings> = {
  settings,
  title: 'SGD with momentum',
  fields: {
    ...commonFields,
    weightDecayPer: weightDecayPerField,
    momentum: {
      label: 'Momentum',
      kind: 'number',
      help: 'Share of the last movement that goes on, below 1.',
    },
  },
  reference: { name: 'SGD', settings: { momentum: 0 } },
};
