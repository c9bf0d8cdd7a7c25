import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({ kind: z.literal('learned-gaussian') });

/**
 * The standard deviation of the Gaussian prior around zero that a tensor's posterior is nearest to: where
 * KL(q || N(0, s^2)) is smallest, s^2 is the mean of mean^2 + std^2 (empirical Bayes).
 */
export function fittedStd(means: Float32Array, logStds: Float32Array): number {
  const squares = means.reduce((sum, mean, index) => sum + mean ** 2 + Math.exp(2 * logStds[index]), 0);
  return Math.sqrt(squares / means.length);
}

export const learnedGaussian: PriorChoice<typeof settings> = {
  settings,
  title: 'Gaussian, learned by layer',
  help: 'Around zero, as wide as the posterior of each tensor of weights asks for (empirical Bayes).',
  fields: {},
  hasClosedForm: true,
  hasDensity: false,
  suggestsStart: false,
  whyNoPoints: 'reads its width off the spread of weights',
  fittedStd,
  isInClusterProject: false,
};
