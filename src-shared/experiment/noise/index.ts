import type { z } from 'zod';
import { choiceOf, schemaOf } from '../choice';
import { fixed } from './fixed';
import { learned } from './learned';
import { logVariance } from './log-variance';
import { negativeBinomial } from './negative-binomial';
import type { NoiseFacts } from './noise-choice';
import { poisson } from './poisson';
import { predicted } from './predicted';
import { quantiles } from './quantiles';
import { samples } from './samples';

/** All noises of a regression's targets, in units of the standardised targets, in the order of the form. */
export const noises = [
  learned,
  predicted,
  logVariance,
  fixed,
  samples,
  poisson,
  negativeBinomial,
  quantiles,
] as const;

export const noiseSchema = schemaOf(noises, 'kind');
export type Noise = Readonly<z.output<typeof noiseSchema>>;

export function noiseFacts({ kind }: Pick<Noise, 'kind'>): NoiseFacts<Noise> {
  return choiceOf(noises, kind);
}
