import { z } from 'zod';
import type { SettingField } from '../setting-field';

const positive = z.number().positive();

export const learningRate = positive.default(0.001);
export const weightDecay = z.number().min(0);
/** Bound on the norm of the gradient of the objective (nats per data set), over all parameters. */
export const clipNorm = positive.optional();

/** Of the settings that all optimisers have. */
export const commonFields = {
  learningRate: {
    label: 'Learning rate',
    kind: 'number',
    help: '0.001 to 0.005 suits most with Adam.',
  },
  weightDecay: {
    label: 'Weight decay',
    kind: 'number',
    help: '0 for none; with variational inference the prior already pulls.',
  },
  clipNorm: {
    label: 'Largest gradient',
    kind: 'number',
    optional: true,
    help: 'Longer gradients are cut to this norm; empty for no limit.',
  },
} as const satisfies Readonly<Record<string, SettingField>>;
