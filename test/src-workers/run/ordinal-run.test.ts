import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { startThresholds } from '../../../src-workers/data/start-thresholds';
import { rawDistances } from '../../../src-workers/models/ordinal-link';
import recorded from '../../parity/fixtures/ordinal.json';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Inference = NonNullable<ExperimentInput['inference']>;
type Training = NonNullable<ExperimentInput['training']>;

const { rows, labels, coefficients, thresholds } = recorded.regression;
const devices = (count: number): string[] => Array.from({ length: count }, (_, index) => `cpu:${index}`);

let script: string;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
const table = join(folder, 'grades.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  script = await buildWorker();
  const lines = rows.map((row, item) => [...row, labels[item]].join(','));
  writeFileSync(table, `a,b,grade\n${lines.join('\n')}\n`);
});

function train(
  inference: Inference,
  training: Training,
  parallel: ExperimentInput['parallel'] = { mode: 'local', devices: devices(1) },
): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 4,
    data: {
      dataset: 'table',
      path: table,
      target: 'grade',
      task: 'ordinal',
      testFraction: 0,
      validationFraction: 0,
    },
    model: { kind: 'mlp', hidden: [] },
    inference,
    training,
    parallel,
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, table);
}

test('without hidden layers it ends at the coefficients and thresholds of statsmodels’ OrderedModel', async () => {
  const { posterior } = await train(
    { method: 'point-estimate', prior: { kind: 'gaussian', std: 1000 } },
    { samples: 1, batchSize: 1000, epochs: 2000, optimizer: { kind: 'adam', learningRate: 0.02 } },
  );
  const weights = posterior.get('layers.0.weight') ?? [];
  coefficients.forEach((value, at) => {
    expect(weights[at]).toBeCloseTo(value, 2);
  });
  const raw = rawDistances(startThresholds(labels, 4)).map(
    (value, at) => value + (posterior.get('ordinal.thresholds') ?? [])[at],
  );
  const [bias] = posterior.get('layers.0.bias') ?? [];
  // Where f has a constant, thresholds lie as far from it as statsmodels’ do from 0.
  let threshold = -bias;
  raw.forEach((own, at) => {
    threshold += at === 0 ? own : Math.log1p(Math.exp(own));
    expect(threshold).toBeCloseTo(thresholds[at], 2);
  });
});

describe('20 steps from one device to several', () => {
  test.each([
    ['variational', { method: 'variational', posteriorStd: 0.1 }],
    ['an ensemble', { method: 'deep-ensemble' }],
  ] as const)('by %s', async (_name, inference) => {
    const training: Training = { samples: 4, batchSize: 32, epochs: 1, steps: 20 };
    const single = await train(inference, training);
    const other = await train(inference, training, { mode: 'sp', devices: devices(2) });
    for (const [name, values] of single.posterior)
      expect(relativeDistance(other.posterior.get(name) ?? [], values), name).toBeLessThan(1e-4);
  });
});
