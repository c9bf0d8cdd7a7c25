import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluationReportSchema } from '../../../src-shared/assessment/evaluation-report';
import { predictionReportSchema } from '../../../src-shared/assessment/prediction-report';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { buildWorker } from './built-worker';
import { newRunFolder, TestCrew } from './worker-crew';

async function reportOf(input: ExperimentInput, name: string, folder = newRunFolder()) {
  const crew = new TestCrew(await buildWorker(), folder, input, { kind: 'javascript' });
  await crew.over;
  expect(crew.messages.filter(({ type }) => type === 'failed')).toEqual([]);
  // Rank 0 alone tells scores.
  const last = crew.messages.map((message) => (message.type === 'finished' ? message.finalMetrics : {}));
  const scores: Record<string, number> = Object.assign({}, ...last);
  return { report: JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown, scores };
}

// Five samples that 3 a step were trained with: a worker of two scores with more than it trains with.
test('two workers report on all samples of the evaluation together, ending at the scores of the run', async () => {
  const { report, scores } = await reportOf(
    {
      data: { dataset: 'digits' },
      model: { kind: 'mlp', hidden: [8] },
      training: { samples: 3, batchSize: 128, steps: 3 },
      evaluation: { samples: 5 },
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    },
    'evaluation.json',
  );
  const { bySamples, reliability, shownItems, samples, items } = evaluationReportSchema.parse(report);
  expect(samples).toBe(5);
  expect(bySamples.map((score) => score.samples)).toEqual([1, 2, 4, 5]);
  expect(bySamples.at(-1)?.accuracy).toBeCloseTo(scores['test.accuracy'] ?? Number.NaN, 6);
  expect(bySamples.at(-1)?.nll).toBeCloseTo(scores['test.nll'] ?? Number.NaN, 5);
  expect(reliability.reduce((sum, bin) => sum + bin.items, 0)).toBe(items);
  expect(shownItems[0]?.bySample).toHaveLength(5);
});

test('a regression reports what it predicts for some items, in the own unit of the target', async () => {
  const folder = newRunFolder();
  const path = join(folder, 'line.csv');
  const rows = Array.from({ length: 60 }, (_, x) => `${x},${1000 + 10 * x}`);
  writeFileSync(path, ['x,y', ...rows].join('\n'));
  const { report, scores } = await reportOf(
    {
      data: { dataset: 'table', path, target: 'y' },
      model: { kind: 'mlp', hidden: [8] },
      training: { samples: 4, batchSize: 16, steps: 5 },
      evaluation: { samples: 4 },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    },
    'predictions.json',
    folder,
  );
  const { shownItems, bySamples, targetNames } = predictionReportSchema.parse(report);
  expect(targetNames).toEqual(['y']);
  expect(bySamples.map(({ samples }) => samples)).toEqual([1, 2, 4]);
  const errors = shownItems.map(({ truth, mean }) => (truth[0] ?? 0) - (mean[0] ?? 0));
  const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  expect(rmse).toBeCloseTo(scores['test.rmse'] ?? Number.NaN, 2);
  expect(shownItems.every(({ truth }) => (truth[0] ?? 0) >= 1000)).toBe(true);
});

test('what is to be known of the data is said once, however many workers read them', async () => {
  const folder = newRunFolder();
  const path = join(folder, 'line.csv');
  // A constant column of inputs is nothing to learn from, and semicolons are told of.
  writeFileSync(path, ['x;z;y', ...Array.from({ length: 40 }, (_, x) => `${x};1;${10 * x}`)].join('\n'));
  const crew = new TestCrew(
    await buildWorker(),
    folder,
    {
      data: { dataset: 'table', path, target: 'y' },
      model: { kind: 'mlp', hidden: [4] },
      training: { samples: 2, batchSize: 16, steps: 2 },
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    },
    { kind: 'javascript' },
  );
  await crew.over;
  const warnings = crew.messages.flatMap((message) =>
    message.type === 'log' && message.level === 'warning' && /semicolon|is 1 wherever/.test(message.text)
      ? [message.text]
      : [],
  );
  expect(warnings.length).toBeGreaterThan(0);
  expect(new Set(warnings).size).toBe(warnings.length);
});
