import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

const settings = z.strictObject({ kind: z.literal('rescaled-gaussian') });

/** The standard normal of arXiv 2604.04736's layers, scaled to each layer's inputs. */
export function rescaledStd(fanIn: number): number {
  return 1 / Math.sqrt(3 * fanIn) + 1e-5;
}

export const rescaledGaussian: PriorChoice<typeof settings> = {
  settings,
  title: 'Gaussian, rescaled by layer',
  help: 'Around zero, narrower where a layer has more inputs.',
  fields: {},
  hasClosedForm: true,
  suggestsStart: true,
  normalStd: (_settings, fanIn) => rescaledStd(fanIn),
  torchBlue: () => '{"prior": MeanFieldNormal(), "rescale_prior": True}',
  isInClusterProject: true,
  reference: { prior_name: 'MeanFieldNormal', rescale_prior: true },
};
