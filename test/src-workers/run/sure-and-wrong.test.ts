import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { calibrationSchema } from '../../../src-shared/assessment/calibration';
import { evaluationReportSchema } from '../../../src-shared/assessment/evaluation-report';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { calibratePosterior } from '../../../src-workers/calibrate/calibrate-posterior';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { trainWithWorkers } from './worker-group';

/** Trained with so large steps that its outputs are thousands apart: what it misses has probability 0 in single precision. */
const digits: ExperimentInput = {
  seed: 1,
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [] },
  inference: { method: 'point-estimate', prior: { kind: 'uniform' } },
  training: {
    samples: 1,
    epochs: 2,
    optimizer: { kind: 'adam', learningRate: 100 },
    schedule: { kind: 'constant' },
  },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

test('a network that is sure where it is wrong has one NLL: of its score, its report and before calibration', async () => {
  const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
  const { folder, finalMetrics } = await trainWithWorkers(script, digits, engine);
  const nll = finalMetrics['test.nll'];
  // More than if all items were missed and had probabilities of 1e-12.
  expect(nll).toBeGreaterThan(-Math.log(1e-12));

  const report = evaluationReportSchema.parse(
    JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8')),
  );
  expect(report.bySamples.map(({ samples }) => samples)).toEqual([1]);
  expect(report.bySamples[0].nll / nll).toBeCloseTo(1, 9);

  const out = join(folder, 'calibration.json');
  const posterior = join(folder, 'posterior.safetensors');
  const location = resolve('src-main/datasets/digits');
  const work = { kind: 'calibrate', posterior, location, method: 'temperature', coverage: 0.9, out } as const;
  await calibratePosterior(work, { kind: 'javascript' }, () => {});
  const { temperature } = calibrationSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  // Another engine, in single precision.
  expect((temperature?.before.nll ?? Number.NaN) / nll).toBeCloseTo(1, 5);
  expect(temperature?.temperature).toBeGreaterThan(10);
  expect(temperature?.after.nll).toBeLessThan(3);
});
