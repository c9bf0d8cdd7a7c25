import { expect, test } from 'vitest';
import { studyReport } from '../../../src-main/report/study-report';
import { studySchema } from '../../../src-shared/study/study';
import type { StudyReport } from '../../../src-shared/study/study-report';
import { type RunMeasures, type StudyCell, studyResults } from '../../../src-shared/study/study-results';

const cell = (prior: string): StudyCell => ({
  mode: 'local',
  devices: 1,
  samples: 4,
  batchSize: 32,
  views: 0,
  varied: { 'inference.prior.kind': prior },
});

const measured = (prior: string, nll: number): RunMeasures => ({
  cell: cell(prior),
  stepMs: undefined,
  foreignCores: undefined,
  memoryMB: undefined,
  epochsToTarget: undefined,
  best: undefined,
  scores: { 'test.nll': nll },
  seconds: 3,
});

/** Two priors with two seeds each; the fifth run failed. */
const runs = [
  measured('gaussian', 0.5),
  measured('gaussian', 0.7),
  measured('student-t', 0.9),
  measured('student-t', 1.1),
];
const report: StudyReport = {
  summary: {
    id: 'priors-1a2b',
    name: '<b>priors</b>',
    kind: 'grid',
    state: 'incomplete',
    runs: 5,
    finished: 4,
    failed: 1,
    runIds: [],
    created: 0,
    reason: '',
  },
  study: studySchema.parse({
    name: 'priors',
    kind: 'grid',
    base: {
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    },
    grid: { 'inference.prior.kind': ['gaussian', 'student-t'], seeds: [0, 1] },
  }),
  runs: [
    ...runs.map((own, seed) => ({
      runId: `run-${seed}`,
      status: 'finished' as const,
      reason: '',
      cell: own.cell,
      seed,
      measured: own,
    })),
    { runId: 'run-4', status: 'failed', reason: 'The disk is full.', cell: cell('horseshoe'), seed: 0 },
  ],
  results: studyResults('grid', runs),
  notes: ['Best by Negative log-likelihood: gaussian.'],
};

test('the report of a study needs nothing from elsewhere and holds its verdict, tables with spread over seeds, and what failed', () => {
  const page = studyReport(report);
  expect(page).toContain('<title>&lt;b&gt;priors&lt;/b&gt;</title>');
  expect(page).not.toMatch(/<script|https?:|src=|href=|url\(/i);
  expect(page).toContain('<li>Best by Negative log-likelihood: gaussian.</li>');
  expect(page).toContain('<li>Run run-4 failed: The disk is full.</li>');
  expect(page).toContain('4 of 5 runs finished, 1 failed');
  // 0.5 and 0.7: 0.6 ± 0.1414.
  expect(page).toContain('<td class="number">0.6</td>\n<td class="number">0.1414</td>');
  expect(page).toContain('<h3>Negative log-likelihood (test)</h3>');
  expect(page).toContain('inference.prior.kind');
});

test('what no run of it has makes no column, and one row no picture', () => {
  const page = studyReport({ ...report, results: studyResults('grid', runs.slice(0, 2)) });
  expect(page).not.toContain('In pictures');
  expect(page).not.toContain('<th scope="col">memory');
});
