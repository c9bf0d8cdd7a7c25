import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import recorded from '../../parity/fixtures/likelihoods.json';
import overDispersed from '../../parity/fixtures/negative-binomial.json';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Parallel = ExperimentInput['parallel'];
type Inference = NonNullable<ExperimentInput['inference']>;
type Training = NonNullable<ExperimentInput['training']>;

const devices = (count: number): string[] => Array.from({ length: count }, (_, index) => `cpu:${index}`);
const local: Parallel = { mode: 'local', devices: devices(1) };
const { rows, counts, coefficients, intercept } = recorded.poissonRegression;

let script: string;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
const table = join(folder, 'counts.csv');
const overDispersedTable = join(folder, 'over-dispersed.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  script = await buildWorker();
  const lines = rows.map((row, item) => [...row, counts[item]].join(','));
  writeFileSync(table, `a,b,n\n${lines.join('\n')}\n`);
  const { rows: others, counts: came } = overDispersed.regression;
  const otherLines = others.map((row, item) => [...row, came[item]].join(','));
  writeFileSync(overDispersedTable, `a,b,n\n${otherLines.join('\n')}\n`);
});

function train(
  inference: Inference,
  training: Training,
  parallel = local,
  path = table,
): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 4,
    data: { dataset: 'table', path, target: 'n', testFraction: 0, validationFraction: 0 },
    model: { kind: 'mlp', hidden: [] },
    inference,
    training,
    parallel,
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
}

test('a Poisson regression ends at the coefficients of scikit-learn’s', async () => {
  const wide = { kind: 'gaussian', std: 1000 } as const;
  const { posterior } = await train(
    { method: 'point-estimate', prior: wide, noise: { kind: 'poisson' } },
    { samples: 1, batchSize: 1000, epochs: 1500, optimizer: { kind: 'adam', learningRate: 0.02 } },
  );
  const weights = posterior.get('layers.0.weight') ?? [];
  coefficients.forEach((value, at) => {
    expect(weights[at]).toBeCloseTo(value, 3);
  });
  // What the network gives is the logarithm of the rate over the mean count.
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  expect((posterior.get('layers.0.bias') ?? [])[0]).toBeCloseTo(intercept - Math.log(mean), 3);
});

test('a negative binomial regression ends where SciPy finds the likelihood’s maximum', async () => {
  const { meanCount, mean, dispersion } = overDispersed.regression;
  const wide = { kind: 'gaussian', std: 1000 } as const;
  const { posterior } = await train(
    { method: 'point-estimate', prior: wide, noise: { kind: 'negative-binomial' } },
    { samples: 1, batchSize: 1000, epochs: 1500, optimizer: { kind: 'adam', learningRate: 0.02 } },
    local,
    overDispersedTable,
  );
  const weights = posterior.get('layers.0.weight') ?? [];
  const biases = posterior.get('layers.0.bias') ?? [];
  // [in, out]: of each column its weight in the logarithm of the mean and in that of the dispersion.
  const found = [biases[0] + Math.log(meanCount), weights[0], weights[2], biases[1], weights[1], weights[3]];
  [...mean, ...dispersion].forEach((value, at) => {
    expect(found[at]).toBeCloseTo(value, 3);
  });
});

const noises: readonly NonNullable<Inference['noise']>[] = [
  { kind: 'log-variance' },
  { kind: 'poisson' },
  { kind: 'negative-binomial' },
  { kind: 'quantiles', levels: [0.1, 0.5, 0.8] },
];
const meshes: readonly Parallel[] = [
  { mode: 'sp', devices: devices(3) },
  { mode: 'ddp', devices: devices(2) },
  { mode: 'hybrid', devices: devices(4), dataGroups: 2 },
];

describe.each(noises)('20 steps with $kind, from one device to several', (noise) => {
  test.each([
    ['elbo', {}, meshes],
    ['pooled', { objective: 'pooled', reduction: 'exact' }, meshes.slice(-1)],
  ] as const)('by the objective %s', async (_name, objective, parallels) => {
    const inference: Inference = { posteriorStd: 0.1, noise, ...objective };
    const training: Training = { samples: 8, batchSize: 32, epochs: 1, steps: 20 };
    const single = await train(inference, training);
    for (const parallel of parallels) {
      const other = await train(inference, training, parallel);
      // Twenty steps of Adam on float32 sums in another order.
      for (const [name, values] of single.posterior)
        expect(relativeDistance(other.posterior.get(name) ?? [], values), parallel.mode).toBeLessThan(1e-4);
    }
  });
});
