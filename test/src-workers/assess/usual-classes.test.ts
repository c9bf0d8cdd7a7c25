import { expect, test } from 'vitest';
import { classScores } from '../../../src-workers/assess/class-scores';
import { beyondUsual, usualClasses } from '../../../src-workers/assess/usual-classes';

/** Pooled predictions of items with these probabilities of the second of two classes. */
function pooled(ofSecond: readonly number[], labels: readonly number[]) {
  return {
    logProbabilities: Float32Array.from(ofSecond.flatMap((p) => [Math.log(1 - p), Math.log(p)])),
    meanEntropies: new Float32Array(labels.length),
    labels: Int32Array.from(labels),
  };
}

test('a network that names the commonest class alone is said to find none of the other: as scikit-learn has it', () => {
  const labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
  const found = pooled([0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.6, 0.1, 0.4, 0.7], labels);
  const usual = usualClasses(['no', 'yes'], [...Array<number>(19).fill(0), 1]);
  expect(usual.shares).toEqual([0.95, 0.05]);
  const { scores } = classScores(found, 2, 0);
  const told = beyondUsual(found, usual, scores.nll);
  // recall_score, precision_score, balanced_accuracy_score and 1 - log_loss / log_loss of the constant [0.95, 0.05], scikit-learn 1.9.1.
  expect(told.each).toEqual([
    { name: 'no', items: 8, recall: 0.875, precision: 0.875 },
    { name: 'yes', items: 2, recall: 0.5, precision: 0.5 },
  ]);
  expect(told.balancedAccuracy).toBeCloseTo(0.6875, 12);
  expect(told.commonest).toEqual({ name: 'no', accuracy: 0.8 });
  expect(told.skill?.classShares).toBeCloseTo(0.466766425, 6);
});

test('a class that no item is of and none was named is not told, and one that is named alone has no recall', () => {
  const found = pooled([0.9, 0.2], [0, 0]);
  const { each, balancedAccuracy } = beyondUsual(found, usualClasses(['a', 'b'], [0, 1]), 1);
  expect(each).toEqual([
    { name: 'a', items: 2, recall: 0.5, precision: 1 },
    { name: 'b', items: 0, recall: Number.NaN, precision: 0 },
  ]);
  expect(balancedAccuracy).toBe(0.5);
});

test('items that are all right leave doubt nonetheless: the interval of Clopper and Pearson, and none of the risks', () => {
  const right = classScores(pooled(Array(13).fill(0.1), Array(13).fill(0)), 2, 0);
  // scipy.stats.binomtest(13, 13).proportion_ci(0.95, "exact"), SciPy 1.17.1.
  expect(right.intervals.accuracy[0]).toBeCloseTo(0.752947361999, 9);
  expect(right.intervals.accuracy[1]).toBe(1);
  expect(right.intervals.aurc).toEqual([Number.NaN, Number.NaN]);
  const wrong = classScores(pooled(Array(13).fill(0.1), Array(13).fill(1)), 2, 0);
  expect(wrong.intervals.accuracy[0]).toBe(0);
  expect(wrong.intervals.accuracy[1]).toBeCloseTo(1 - 0.752947361999, 9);
  // Ten items of two groups are two that could have come otherwise.
  const of = Uint32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
  const groups = { kind: 'groups', column: 'site', of } as const;
  const grouped = classScores(pooled(Array(10).fill(0.1), Array(10).fill(0)), 2, 0, groups);
  expect(grouped.intervals.accuracy[0]).toBeCloseTo(0.025 ** 0.5, 9);
  const one = classScores(pooled([0.1], [0]), 2, 0);
  expect(one.intervals.accuracy).toEqual([Number.NaN, Number.NaN]);
});
