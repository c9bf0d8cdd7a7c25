import type { Assessment } from '../../src-shared/assessment';
import type { Dependence } from '../data/dependence';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedMaps } from './assessed-maps';
import { AssessedValues } from './assessed-values';
import { classScores } from './class-scores';

/**
 * @param seed of the run: of intervals around scores
 * @param dependence of the items on each other
 */
export function scoresOf(
  assessed: Assessed,
  seed: number,
  dependence?: Dependence,
): Pick<Assessment, 'classes' | 'values' | 'maps'> {
  if (assessed instanceof AssessedClasses) {
    const checks = assessed.checked?.checks();
    return {
      classes: {
        ...classScores(assessed.pooled(), assessed.classes, seed, dependence),
        disagreement: assessed.disagreement(),
        ...(checks ? { checks } : {}),
      },
    };
  }
  if (assessed instanceof AssessedMaps) return { maps: assessed.scores(seed, dependence) };
  return assessed instanceof AssessedValues ? { values: assessed.scores(dependence) } : {};
}
