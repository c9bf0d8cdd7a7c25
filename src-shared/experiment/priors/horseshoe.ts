import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({
  kind: z.literal('horseshoe'),
  /** Weights far below it are drawn to zero, weights far above it are left alone. */
  globalScale: z.number().positive().default(0.1),
});

/** The horseshoe-like prior, ln(1 + a²/w²) / (2π a) of global scale a (Bhadra et al., arXiv 1702.07400). */
export const horseshoe: PriorChoice<typeof settings> = {
  settings,
  title: 'Horseshoe',
  help: 'A pole at zero and heavy tails: most weights are drawn to zero, few are left as they are.',
  fields: {
    globalScale: {
      label: 'Global scale',
      kind: 'number',
      help: 'Weights far below it are drawn to zero, those far above it hardly at all.',
    },
  },
  hasClosedForm: false,
  hasDensity: true,
  suggestsStart: false,
  whyNoPoints: 'is densest, without bound, at zero',
  isInClusterProject: false,
};
