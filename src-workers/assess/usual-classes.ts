import type { AssessedClassScores } from '../../src-shared/assessment/assessment';
import type { PooledClasses } from '../evaluate/classification-evaluation';
import { mostLikelyAt } from '../evaluate/scores/scores';

/** Classes that are told one by one at most. */
const mostTold = 100;

/** What training items say of classes before anything is looked at. */
export interface UsualClasses {
  readonly names: readonly string[];
  /** Of the training items of each class. */
  readonly shares: readonly number[];
}

/** @param labels of the training items */
export function usualClasses(names: readonly string[], labels: ArrayLike<number>): UsualClasses {
  const counts = new Array<number>(names.length).fill(0);
  for (let item = 0; item < labels.length; item += 1) counts[labels[item]] += 1;
  return { names, shares: counts.map((count) => count / labels.length) };
}

type Told = Pick<AssessedClassScores, 'commonest' | 'each' | 'balancedAccuracy' | 'skill'>;

/**
 * How right naming always the class that is commonest in training would be, how much less surprise there is than at telling each class's share
 * there, and how many items of each class are found: where one class has nearly all items, accuracy tells nothing of the others.
 * @param nll of the predictions
 */
export function beyondUsual(
  { logProbabilities, labels }: Pick<PooledClasses, 'logProbabilities' | 'labels'>,
  { names, shares }: UsualClasses,
  nll: number,
): Told {
  const [are, named, found] = [0, 1, 2].map(() => new Uint32Array(names.length));
  let usualNll = 0;
  labels.forEach((label, item) => {
    const answer = mostLikelyAt(logProbabilities, item * names.length, names.length);
    are[label] += 1;
    named[answer] += 1;
    if (answer === label) found[label] += 1;
    usualNll -= Math.log(shares[label]) / labels.length;
  });
  const each = names
    .map((name, label) => ({
      name,
      items: are[label],
      recall: found[label] / are[label],
      precision: found[label] / named[label],
    }))
    .filter((_, label) => are[label] + named[label] > 0);
  const recalls = each.flatMap(({ items, recall }) => (items > 0 ? [recall] : []));
  const commonest = shares.indexOf(Math.max(...shares));
  return {
    commonest: { name: names[commonest], accuracy: are[commonest] / labels.length },
    ...(names.length > mostTold ? {} : { each }),
    balancedAccuracy: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
    skill: { classShares: 1 - nll / usualNll },
  };
}
