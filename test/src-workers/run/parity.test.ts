import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

// The promise of sampling parallelism with noise keyed by sample: how many workers draw the samples is invisible.
const models: Record<string, ExperimentInput['model']> = {
  mlp: { kind: 'mlp', hidden: [32, 16], activation: 'relu' },
  cnn: { kind: 'cnn', channels: [4, 8], hidden: [16], activation: 'relu' },
};

function experiment(
  model: ExperimentInput['model'],
  devices: string[],
  samplesPerPass?: number,
): ExperimentInput {
  return {
    seed: 5,
    data: { dataset: 'digits' },
    model,
    inference: { posteriorStd: 0.1 },
    training: {
      samples: 8,
      batchSize: 32,
      epochs: 1,
      steps: 20,
      ...(samplesPerPass ? { samplesPerPass } : {}),
    },
    parallel: { mode: devices.length === 1 ? 'local' : 'sp', devices },
  };
}

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

describe.each(Object.entries(models))('20 steps of a %s with 8 samples', (_name, model) => {
  let local: GroupResult;
  const engine = () => ({ kind: 'tensorflow', binding: bindingPath() }) as const;

  beforeAll(async () => {
    local = await trainWithWorkers(script, experiment(model, ['cpu:0']), engine());
  });

  test.each([
    ['2 workers', ['cpu:0', 'cpu:1'], undefined],
    ['3 workers, which hold 3, 3 and 2 samples', ['cpu:0', 'cpu:1', 'cpu:2'], undefined],
    ['1 worker in passes of 3 samples', ['cpu:0'], 3],
  ])('end at the same parameters and scores on %s', async (_case, devices, samplesPerPass) => {
    const split = await trainWithWorkers(script, experiment(model, devices, samplesPerPass), engine());
    for (const [name, values] of local.posterior) {
      const other = split.posterior.get(name);
      if (!other) throw new Error(`${name} is missing.`);
      // Twenty steps of Adam on float32 sums in another order.
      expect(relativeDistance(other, values), name).toBeLessThan(1e-4);
    }
    expect(split.finalMetrics['test.nll']).toBeCloseTo(local.finalMetrics['test.nll'], 4);
    expect(split.finalMetrics['test.accuracy']).toBeCloseTo(local.finalMetrics['test.accuracy'], 2);
  });
});

test('another seed ends somewhere else: the comparisons above can fail', async () => {
  const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
  const one = await trainWithWorkers(script, experiment(models.mlp, ['cpu:0']), engine);
  const other = await trainWithWorkers(script, { ...experiment(models.mlp, ['cpu:0']), seed: 6 }, engine);
  // Spreads start alike and have hardly moved after 20 steps; means start apart.
  for (const [name, values] of one.posterior)
    if (name.endsWith('.mean'))
      expect(relativeDistance(other.posterior.get(name) ?? [], values), name).toBeGreaterThan(1e-3);
});

test('the slow JavaScript engine follows the same path as TensorFlow, also over 2 workers', async () => {
  const short = experiment(models.mlp, ['cpu:0', 'cpu:1']);
  const byTensorflow = await trainWithWorkers(script, short, { kind: 'tensorflow', binding: bindingPath() });
  const byJavascript = await trainWithWorkers(script, short, { kind: 'javascript' });
  for (const [name, values] of byTensorflow.posterior)
    expect(relativeDistance(byJavascript.posterior.get(name) ?? [], values), name).toBeLessThan(1e-4);
});
