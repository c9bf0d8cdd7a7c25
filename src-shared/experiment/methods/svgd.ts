import { z } from 'zod';
import type { MethodChoice } from './method-choice';
import {
  particleFacts,
  particleFields,
  particleProblems,
  particleSettings,
  particleSuggestions,
} from './particle-facts';

const settings = z.strictObject({ method: z.literal('svgd'), ...particleSettings });

/** Stein variational gradient descent (Liu and Wang 2016, arXiv 1608.04471). */
export const svgd: MethodChoice<typeof settings> = {
  settings,
  title: 'Stein variational gradient descent',
  help: 'A sample is a network of its own; all follow their gradients together and push each other apart.',
  fields: particleFields,
  ...particleFacts,
  problems: particleProblems,
  suggestions: particleSuggestions,
};
