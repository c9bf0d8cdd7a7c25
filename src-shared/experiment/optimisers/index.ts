import type { z } from 'zod';
import { choiceOf, schemaOf } from '../choice';
import { adam } from './adam';
import { adamw } from './adamw';
import type { OptimiserFacts } from './optimiser-choice';
import { sgd } from './sgd';

/** All optimisers, in the order of the file's reference and of the form. */
export const optimisers = [adam, adamw, sgd] as const;

export const optimiserSchema = schemaOf(optimisers, 'kind');
export type Optimiser = Readonly<z.output<typeof optimiserSchema>>;

export function optimiserFacts({ kind }: Pick<Optimiser, 'kind'>): OptimiserFacts<Optimiser> {
  return choiceOf(optimisers, kind);
}
