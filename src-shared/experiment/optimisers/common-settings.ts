import { z } from 'zod';
import type { SettingField } from '../setting-field';

const positive = z.number().positive();

/** Size of a step; training.schedule changes it as training goes on. */
export const learningRate = positive.default(0.01);
/** Of means and point estimates, never of log standard deviations. */
export const weightDecay = z.number().min(0);
/** Per data set it is the precision of a Gaussian prior, as the objective is; per item, as PyTorch has it, that over the items. */
export const weightDecayPer = z.enum(['data-set', 'item']).default('data-set');
/** Bound on the norm of the gradient of the objective (nats per data set), over all parameters. */
export const clipNorm = positive.optional();

/** Of decay that joins the gradient. */
export const weightDecayPerField = {
  label: 'Weight decay is',
  kind: 'choice',
  help: 'In what unit the number is.',
  choices: [
    { value: 'data-set', label: 'Per data set', help: 'The precision of a Gaussian prior: 1/σ².' },
    {
      value: 'item',
      label: 'Per item',
      help: 'As PyTorch’s optimisers have it: that precision over the training items.',
    },
  ],
} as const satisfies SettingField;

/** Of the settings that all optimisers have. */
export const commonFields = {
  learningRate: {
    label: 'Learning rate',
    kind: 'number',
    help: '0.001 to 0.02 suits most with Adam; posteriors have further to go than weights.',
  },
  weightDecay: {
    label: 'Weight decay',
    kind: 'number',
    help: 'Of weights, never of their spread. 0 for none: the prior already pulls.',
  },
  clipNorm: {
    label: 'Largest gradient',
    kind: 'number',
    optional: true,
    help: 'Longer gradients are cut to this norm; empty for no limit.',
  },
} as const satisfies Readonly<Record<string, SettingField>>;
