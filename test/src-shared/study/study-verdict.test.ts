import { expect, test } from 'vitest';
import { type RunMeasures, type StudyCell, studyResults } from '../../../src-shared/study/study-results';
import { studyVerdict } from '../../../src-shared/study/study-verdict';

const cell: StudyCell = { mode: 'sp', devices: 2, samples: 8, batchSize: 64, views: 0, varied: {} };

/** A run of each seed, which has these last scores of test and of validation items. */
function runsOf(of: Partial<StudyCell>, nll: readonly number[], validation: readonly number[] = []) {
  return nll.map(
    (value, seed): RunMeasures => ({
      cell: { ...cell, ...of },
      seed,
      tests: '',
      scores: {
        'test.nll': value,
        ...(seed in validation ? { 'validation.nll': validation[seed] ?? 0 } : {}),
      },
      stepMs: undefined,
      foreignCores: undefined,
      memoryMB: undefined,
      epochsToTarget: undefined,
      best: undefined,
      seconds: 5,
    }),
  );
}
const named = (variant: string, nll: readonly number[], validation?: readonly number[]) =>
  runsOf({ varied: { variant } }, nll, validation);
const verdictOf = (...rows: readonly RunMeasures[][]) =>
  studyVerdict(studyResults('grid', rows.flat()).scores, rows.flat());

test('the best is named with its spread and its cost, and what seeds do not tell from it', () => {
  // scipy.stats.ttest_rel of a and b: p = 0.58, of a and c: p = 0.0099.
  expect(verdictOf(named('b', [1.2, 0.9, 1.2]), named('c', [1.9, 2.1, 2]), named('a', [0.8, 1, 1.2]))).toBe(
    'Best by Negative log-likelihood (test): a with 1 ± 0.2 over 3 seeds, in 5 s a run. Test items chose it, as no validation items could: it looks better than it is. These seeds do not tell it from b (5 s).',
  );
  expect(verdictOf(named('a', [1, 1.1, 0.9]), named('c', [2, 2.1, 2]))).toMatch(/The other scores worse\.$/);
});

test('pairs with the same seed tell apart what differs less than seeds do', () => {
  // ttest_rel: p = 0.0015; ttest_ind with Welch's correction: p = 0.93.
  expect(verdictOf(named('a', [1, 3, 5]), named('b', [1.15, 3.14, 5.16]))).toMatch(
    /The other scores worse\.$/,
  );
});

test('three seeds each without pairs need more than two standard errors', () => {
  // Means 1 and 1.5 with standard errors 0.1 each: 3.5 of the difference's, but Student's t of 2 degrees of freedom asks for 4.3.
  const a = named('a', [0.8268, 1, 1.1732]);
  const b = named('b', [1.3268, 1.5, 1.6732]).map((run) => ({ ...run, seed: run.seed + 10 }));
  expect(verdictOf(a, b)).toMatch(/These seeds do not tell it from b/);
  const c = named('c', [1.8268, 2, 2.1732]).map((run) => ({ ...run, seed: run.seed + 10 }));
  expect(verdictOf(a, c)).toMatch(/The other scores worse\.$/);
});

test('validation items choose where all have some, and the score on the test items is said beside', () => {
  const a = named('a', [1, 1.1], [2, 2]);
  expect(verdictOf(a, named('b', [1.2, 1.2], [1, 1]))).toBe(
    'Best by Negative log-likelihood (validation): b with 1 ± 0 over 2 seeds, in 5 s a run. On the test items it has 1.2 ± 0. The other scores worse.',
  );
  expect(verdictOf(a, named('b', [1.2, 1.2], [3, 3]))).toMatch(
    /\(validation\): a with 2 ± 0 .* On the test items it has 1\.05 ± /,
  );
  const other = [...a, ...named('b', [1.2, 1.2], [1, 1])];
  expect(studyVerdict(studyResults('grid', other).scores, other, false)).toMatch(/\(test\): a with /);
  expect(verdictOf(a, named('b', [1.2, 1.2]))).toMatch(/^Best by Negative log-likelihood \(test\): a with /);
});

test('rows are named by what tells them apart: views, batches, samples, devices', () => {
  const of = (views: number, nll: readonly number[]) => runsOf({ views }, nll);
  expect(verdictOf(of(1, [1.25, 1.26]), of(8, [1.2, 1.2]))).toMatch(/: 8 views with 1\.2 /);
  expect(verdictOf(of(1, [1.2, 1.2]), of(8, [1.201, 1.2]))).toMatch(
    /: 1 view with .* not tell it from 8 views /,
  );
  const shared = runsOf({ mode: 'sp', batchSize: 64 }, [1.1, 1.1]);
  const other = runsOf({ mode: 'ddp', batchSize: 32 }, [1.5, 1.5]);
  expect(verdictOf(shared, other)).toMatch(/: shared samples on 2 devices, 64 items a step with 1\.1 /);
});

test('one seed tells nothing apart, and one row has nothing to be held against', () => {
  expect(verdictOf(named('a', [1]), named('b', [2]))).toMatch(/One seed tells nothing apart/);
  expect(verdictOf(named('a', [1, 2]))).toBeUndefined();
  expect(verdictOf()).toBeUndefined();
});
