import type { ClassSets } from '../../src-shared/assessment/calibration';

type SetMethod = ClassSets['method'];

/** What RAPS adds for each class beyond the first: large sets are to be rare. */
const penalty = 0.1;
const freeClasses = 1;

/**
 * Conformal scores of all classes of one item. APS (Romano et al. 2020): the probability of the class and of all that are more
 * likely, without the random share of the last one, so that an item has one set (which holds the truth rather more often
 * than promised). RAPS (Angelopoulos et al. 2021) adds a penalty for each class beyond the first.
 * @param probabilities [classes]
 */
export function classScores(method: SetMethod, probabilities: Float32Array): Float64Array {
  const scores = new Float64Array(probabilities.length);
  let sum = 0;
  byProbability(probabilities).forEach((label, place) => {
    sum += probabilities[label];
    scores[label] = sum + (method === 'raps' ? penalty * Math.max(0, place + 1 - freeClasses) : 0);
  });
  return scores;
}

/** The labels in an item's set, the most likely first; that one is always among them. */
export function classSet(
  { method, threshold }: Pick<ClassSets, 'method' | 'threshold'>,
  probabilities: Float32Array,
): readonly number[] {
  const scores = classScores(method, probabilities);
  return byProbability(probabilities).filter((label, place) => place === 0 || scores[label] <= threshold);
}

/** Labels in falling order of probability, equals in their own order. */
function byProbability(probabilities: Float32Array): number[] {
  return Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a] || a - b);
}
