import { expect, test } from 'vitest';
import type { ScoreRow } from '../../../src-shared/study/study-results';
import { studyVerdict } from '../../../src-shared/study/study-verdict';

function row(variant: string, nll: number, std: number | undefined, seconds = 5): ScoreRow {
  const count = std === undefined ? 1 : 3;
  const spread = (mean: number, of?: number) => ({ mean, std: of, min: mean, max: mean, count });
  const cell = { mode: 'sp', devices: 2, samples: 8, batchSize: 64, views: 0, varied: { variant } } as const;
  return { cell, runs: count, scores: { 'test.nll': spread(nll, std) }, seconds: spread(seconds) };
}

test('the best is named with its spread and its cost, and what seeds do not tell from it', () => {
  // Standard errors of the differences: 0.14 (0.1 apart, not told) and 0.13 (1 apart).
  expect(studyVerdict([row('b', 1.1, 0.2, 2), row('c', 2, 0.1), row('a', 1, 0.2)])).toBe(
    'Best by Negative log-likelihood (test): a with 1 ± 0.2 over 3 seeds, in 5 s a run. These seeds do not tell it from b (2 s).',
  );
  expect(studyVerdict([row('a', 1, 0.1), row('c', 2, 0.1)])).toMatch(/The other scores worse\.$/);
});

test('rows are named by what tells them apart: views, batches, samples, devices', () => {
  const of = (views: number, nll: number): ScoreRow => {
    const { cell, ...rest } = row('', nll, 0.01);
    return { ...rest, cell: { ...cell, views, varied: {} } };
  };
  expect(studyVerdict([of(1, 1.25), of(8, 1.2)])).toMatch(/: 8 views with 1\.2 /);
  expect(studyVerdict([of(1, 1.2), of(8, 1.201)])).toMatch(/: 1 view with .* not tell it from 8 views /);
});

test('one seed tells nothing apart, and one row has nothing to be held against', () => {
  expect(studyVerdict([row('a', 1, undefined), row('b', 2, undefined)])).toMatch(
    /One seed tells nothing apart/,
  );
  expect(studyVerdict([row('a', 1, 0.1)])).toBeUndefined();
  expect(studyVerdict([])).toBeUndefined();
});
