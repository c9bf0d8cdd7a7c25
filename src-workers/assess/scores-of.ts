import type { Assessment } from '../../src-shared/assessment';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedValues } from './assessed-values';
import { classScores } from './class-scores';

/** @param seed of the run: of intervals around scores */
export function scoresOf(assessed: Assessed, seed: number): Pick<Assessment, 'classes' | 'values'> {
  if (assessed instanceof AssessedClasses)
    return { classes: classScores(assessed.pooled(), assessed.classes, seed) };
  return assessed instanceof AssessedValues ? { values: assessed.scores() } : {};
}
