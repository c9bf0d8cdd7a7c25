import type { Scored } from '../../src-shared/assessment/assessment';
import type { Dependence } from '../data/dependence';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedMaps } from './assessed-maps';
import { AssessedTargets } from './assessed-targets';
import { AssessedValues } from './assessed-values';
import { classScores } from './class-scores';
import { beyondUsual } from './usual-classes';

/**
 * @param seed of the run: of intervals around scores
 * @param dependence of the items on each other
 */
export function scoresOf(assessed: Assessed, seed: number, dependence?: Dependence): Scored {
  if (!(assessed instanceof AssessedTargets)) return scoresOfOne(assessed, seed, dependence);
  const { whole, named } = assessed;
  return {
    ...(whole ? scoresOfOne(whole, seed, dependence) : {}),
    targets: named.map(({ name, assessed: one }) => ({ name, ...scoresOfOne(one, seed, dependence) })),
  };
}

function scoresOfOne(assessed: Assessed, seed: number, dependence?: Dependence): Omit<Scored, 'targets'> {
  if (assessed instanceof AssessedClasses) {
    const checks = assessed.checked?.checks();
    const pooled = assessed.pooled();
    const found = classScores(pooled, assessed.classes, seed, dependence, assessed.areOrdered);
    return {
      classes: {
        ...found,
        ...(assessed.usual ? beyondUsual(pooled, assessed.usual, found.scores.nll) : {}),
        disagreement: assessed.disagreement(),
        ...(checks ? { checks } : {}),
      },
    };
  }
  if (assessed instanceof AssessedMaps) return { maps: assessed.scores(seed, dependence) };
  return assessed instanceof AssessedValues ? { values: assessed.scores(dependence) } : {};
}
