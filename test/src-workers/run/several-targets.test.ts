import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { trainWithWorkers } from './worker-group';

let script: string;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
const table = join(folder, 'rows.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  script = await buildWorker();
  // Two targets that are linear in the inputs, of very different units.
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [a, b] = [(row * 7) % 13, (row * 5) % 11];
    return [a, b, 2 * a - b + 1, 1000 * b - 3000 * a].join(',');
  });
  writeFileSync(table, `a,b,small,large\n${rows.join('\n')}\n`);
});

test('two columns of numbers are learned together, and each has scores of its own in its own unit', async () => {
  const experiment: ExperimentInput = {
    seed: 4,
    data: { dataset: 'table', path: table, target: ['small', 'large'], testFraction: 0.2 },
    model: { kind: 'mlp', hidden: [] },
    inference: { method: 'point-estimate', prior: { kind: 'gaussian', std: 1000 }, noise: { kind: 'fixed' } },
    training: {
      samples: 1,
      batchSize: 1000,
      epochs: 800,
      optimizer: { kind: 'adam', learningRate: 0.05 },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
  const { posterior, finalMetrics } = await trainWithWorkers(
    script,
    experiment,
    { kind: 'tensorflow', binding: bindingPath() },
    table,
  );
  expect(posterior.get('layers.0.weight')).toHaveLength(4);
  const score = (name: string) => finalMetrics[`test.${name}`];
  // Exactly linear: what is left are float32 sums and the end of the optimiser's way, in units of each target.
  expect(score('rmse.small')).toBeLessThan(0.01);
  expect(score('rmse.large')).toBeLessThan(10);
  expect(score('crps.large')).toBeGreaterThan(0);
  expect(score('rmse')).toBeLessThan(0.001);
});
