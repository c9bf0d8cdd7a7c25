import { z } from 'zod';
import type { MethodChoice } from './method-choice';
import {
  particleFacts,
  particleFields,
  particleProblems,
  particleSettings,
  particleSuggestions,
} from './particle-facts';

const settings = z.strictObject({ method: z.literal('repulsive-ensemble'), ...particleSettings });

/** A repulsive ensemble in weight space (D'Angelo and Fortuin 2021, arXiv 2106.11642). */
export const repulsiveEnsemble: MethodChoice<typeof settings> = {
  settings,
  title: 'Repulsive ensemble',
  help: 'A deep ensemble whose members are pushed from where others are, so that they do not end as one.',
  fields: particleFields,
  ...particleFacts,
  problems: particleProblems,
  suggestions: particleSuggestions,
};
