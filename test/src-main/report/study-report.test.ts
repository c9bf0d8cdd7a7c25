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

const measured = (prior: string, seed: number, nll: number): RunMeasures => ({
  cell: cell(prior),
  seed,
  tests: '',
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
  measured('gaussian', 0, 0.5),
  measured('gaussian', 1, 0.7),
  measured('student-t', 0, 0.9),
  measured('student-t', 1, 1.2),
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
  // 0.5 and 0.7: 0.6 ± 0.1414; less those, 0.9 and 1.2 are 0.4 and 0.5: 0.45 ± 0.0707 / √2.
  expect(page).toContain('<td class="number">0.6 ± 0.14</td>');
  expect(page).toContain('<h2>Last scores less those of the first setting, seed by seed</h2>');
  expect(page).toContain('<td class="number">0.45 ± 0.05</td>');
  expect(page).toContain(
    '<p>The same in every row: mode local, devices 1, samples 4, items per step 32, random views 0, runs 2.</p>',
  );
  expect(page).toContain('<h3>Negative log-likelihood (test)</h3>');
  expect(page).toContain('inference.prior.kind');
});

test('what no run of it has makes no column, and one row no picture', () => {
  const page = studyReport({ ...report, results: studyResults('grid', runs.slice(0, 2)) });
  expect(page).not.toContain('In pictures');
  expect(page).not.toContain('<th scope="col">Memory');
});

test('many scores of few settings are rows, as in the window, under their names and those of test items first', () => {
  const names = ['posterior.atPrior', 'test.nll', ...Array.from({ length: 9 }, (_, at) => `train.own${at}`)];
  const scores = Object.fromEntries(names.map((name, at) => [name, at]));
  const page = studyReport({
    ...report,
    results: studyResults(
      'grid',
      runs.map((run) => ({ ...run, scores })),
    ),
  });
  expect(page).toContain(
    '<th scope="col">Score</th>\n<th scope="col">gaussian</th>\n<th scope="col">student-t</th>',
  );
  expect(page).toMatch(
    /<tbody><tr><th scope="row">Negative log-likelihood \(test\), nats[^<]*<\/th><td class="number">1 ± 0<\/td>/,
  );
});
