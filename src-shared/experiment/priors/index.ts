import type { z } from 'zod';
import { choiceOf, schemaOf } from '../choice';
import { gaussian } from './gaussian';
import type { PriorFacts } from './prior-choice';
import { quiet } from './quiet';
import { rescaledGaussian } from './rescaled-gaussian';
import { studentT } from './student-t';
import { uniform } from './uniform';

/** All priors, in the order of the file's reference and of the form. */
export const priors = [gaussian, rescaledGaussian, studentT, uniform, quiet] as const;

export const priorSchema = schemaOf(priors, 'kind');
export type Prior = Readonly<z.output<typeof priorSchema>>;

export function priorFacts({ kind }: Pick<Prior, 'kind'>): PriorFacts<Prior> {
  return choiceOf(priors, kind);
}
