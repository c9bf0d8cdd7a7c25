import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({
  kind: z.literal('moped'),
  /** The prior’s standard deviation, in times of the scale that `of` names. */
  fraction: z.number().positive().default(0.5),
  /** Each weight’s own size, or the root mean square of all weights of its tensor. */
  of: z.enum(['tensor', 'weight']).default('tensor'),
});

export type Moped = Readonly<z.output<typeof settings>>;

/** MOPED (Krishnan et al., arXiv 1906.05323): each weight is believed to be near where training before left it. */
export const moped: PriorChoice<typeof settings> = {
  settings,
  title: 'Around the trained weights (MOPED)',
  help: 'A Gaussian around where each weight begins: for networks that were trained before.',
  fields: {
    fraction: {
      label: 'Width, in times of the weights',
      kind: 'number',
      help: 'Smaller holds them nearer to where they begin. The posterior’s first standard deviations are in the same measure.',
    },
    of: {
      label: 'Measured by',
      kind: 'choice',
      help: 'What the width is a fraction of.',
      choices: [
        { value: 'tensor', label: 'The tensor', help: 'The root mean square of its weights.' },
        {
          value: 'weight',
          label: 'Each weight',
          help: 'Its own size, as in the paper; never below a hundredth of the tensor’s.',
        },
      ],
    },
  },
  hasClosedForm: true,
  hasDensity: true,
  suggestsStart: true,
  isAroundStart: true,
  isInClusterProject: false,
};
