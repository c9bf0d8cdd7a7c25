import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import {
  intervalReach,
  type PairedRun,
  pairedDifferences,
} from '../../../src-shared/study/paired-differences';
import { measureRun, type RunMeasures, studyResults } from '../../../src-shared/study/study-results';
import { studyTables } from '../../../src-shared/study/study-tables';
import { differencesNote } from '../../../src-shared/study/study-verdict';

const run = (seed: number, nll: number, tests = ''): PairedRun => ({
  seed,
  tests,
  scores: { 'test.nll': nll },
});

describe('runs of two settings, seed by seed', () => {
  // scipy.stats.ttest_rel([1.3, 1.1, 1.6], [1.0, 1.0, 1.2]): mean difference 0.26667, t = 3.02372, so standard error 0.088192.
  const others = [run(7, 1), run(8, 1), run(9, 1.2)];

  test('differ in the mean by that of their differences, which is surer than either mean', () => {
    const { pairs, scores } = pairedDifferences([run(9, 1.6), run(7, 1.3), run(8, 1.1)], others);
    expect(pairs).toBe(3);
    expect(scores['test.nll']?.mean).toBeCloseTo(0.8 / 3, 12);
    expect(scores['test.nll']?.error).toBeCloseTo(0.0881917, 6);
  });

  test('are pairs where both have the seed and are tested on the same items, and one pair tells no error', () => {
    const { pairs, scores } = pairedDifferences([run(7, 1.5), run(3, 9), run(8, 9, 'other items')], others);
    expect([pairs, scores]).toEqual([1, { 'test.nll': { mean: 0.5, error: undefined } }]);
    expect(pairedDifferences([run(1, 1)], others)).toEqual({ pairs: 0, scores: {} });
  });

  test('have no difference of a score that one of them lacks: it would be of fewer pairs than are told', () => {
    const runs = [run(7, Number.NaN), run(8, 1), run(9, 1)];
    expect(pairedDifferences(runs, others)).toEqual({ pairs: 3, scores: {} });
  });

  test('have an interval by Student’s t', () => {
    // scipy.stats.t.ppf(0.975, pairs - 1).
    expect([2, 3, 5, 10, 31, 41, 1001].map(intervalReach)).toEqual([
      12.71, 4.3, 2.78, 2.26, 2.04, 2.02, 1.96,
    ]);
  });
});

describe('a grid over seeds', () => {
  const base = {
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
  const measured = (rate: string, seed: number, nll: number, splitSeed?: number): RunMeasures => {
    const data = { ...base.data, ...(splitSeed === undefined ? {} : { splitSeed }) };
    const experiment = experimentSchema.parse({ ...base, data, seed });
    const varied = { 'training.optimizer.learningRate': rate };
    return measureRun({ experiment, metrics: { 'test.nll': nll } }, [], varied, { warmupSteps: 0 });
  };
  const runs = [
    measured('0.001', 0, 0.5),
    measured('0.001', 1, 0.7),
    measured('0.01', 0, 0.4),
    measured('0.01', 1, 0.5),
  ];

  test('has a table of each row less the first, and a sentence that says of how many pairs and how sure', () => {
    const results = studyResults('grid', runs);
    const table = studyTables(results).find(({ id }) => id === 'differences');
    expect(table?.columns.map(({ name }) => name).slice(-3)).toEqual([
      'pairs',
      'test.nll',
      'test.nll std error',
    ]);
    expect(table?.rows.map((row) => row.slice(-3))).toEqual([
      // -0.1 and -0.2.
      [2, expect.closeTo(-0.15, 12), expect.closeTo(0.05, 12)],
    ]);
    expect(differencesNote(results)).toBe(
      'Differences are from learning rate 0.001: means over pairs of runs with the same seed, ± their standard error. A 95 % interval reaches so many standard errors to both sides: 12.71 of 2 pairs.',
    );
  });

  test('has none over one seed, over runs that are tested on other items, and in studies of time', () => {
    expect(
      studyResults(
        'grid',
        [runs[0], runs[2]].flatMap((one) => one ?? []),
      ).differences,
    ).toEqual([]);
    const split = runs.map((one, at) => (at < 2 ? one : measured('0.01', at - 2, 0.4, 5)));
    expect(studyResults('grid', split).differences).toEqual([]);
    expect(studyResults('strong-scaling', runs).differences).toEqual([]);
  });
});
