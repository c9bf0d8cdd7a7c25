import type { z } from 'zod';
import { choiceOf, schemaOf } from '../choice';
import { gaussian } from './gaussian';
import { horseshoe } from './horseshoe';
import { learnedGaussian } from './learned-gaussian';
import { moped } from './moped';
import { posterior } from './posterior';
import type { PriorFacts } from './prior-choice';
import { quiet } from './quiet';
import { rescaledGaussian } from './rescaled-gaussian';
import { studentT } from './student-t';
import { uniform } from './uniform';

/** All priors, in the order of the file's reference and of the form. */
export const priors = [
  gaussian,
  rescaledGaussian,
  learnedGaussian,
  studentT,
  horseshoe,
  uniform,
  quiet,
  moped,
  posterior,
] as const;

export const priorSchema = schemaOf(priors, 'kind');
export type Prior = Readonly<z.output<typeof priorSchema>>;

export function priorFacts({ kind }: Pick<Prior, 'kind'>): PriorFacts<Prior> {
  return choiceOf(priors, kind);
}

/** A tensor of weights of a layer with so many inputs, and its posterior. */
export interface PosteriorOfTensor {
  readonly fanIn: number;
  readonly means: Float32Array;
  readonly logStds: Float32Array;
}

/** The standard deviation of a prior that is N(0, std²) on such a tensor; undefined of other priors. */
export function priorStdOf(prior: Prior, { fanIn, means, logStds }: PosteriorOfTensor): number | undefined {
  const facts = priorFacts(prior);
  return facts.normalStd?.(prior, fanIn) ?? facts.fittedStd?.(means, logStds);
}
