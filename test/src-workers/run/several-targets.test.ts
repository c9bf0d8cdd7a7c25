import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coverageCurve } from '../../../src-shared/assessment/coverage-curve';
import { targetReportsSchema } from '../../../src-shared/assessment/target-reports';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

let script: string;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
const table = join(folder, 'rows.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  script = await buildWorker();
  // Two targets that are linear in the inputs, of very different units.
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [a, b] = [(row * 7) % 13, (row * 5) % 11];
    return [a, b, 2 * a - b + 1, 1000 * b - 3000 * a, a > b ? 'more' : 'less', a % 4].join(',');
  });
  writeFileSync(table, `a,b,small,large,kind,count\n${rows.join('\n')}\n`);
});

test('two columns of numbers are learned together, and each has scores of its own in its own unit', async () => {
  const experiment: ExperimentInput = {
    seed: 4,
    data: {
      dataset: 'table',
      path: table,
      target: ['small', 'large'],
      leaveOut: ['kind', 'count'],
      testFraction: 0.2,
    },
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

describe('a learned noise of each of two targets, of very different residual noise', () => {
  const noisy = join(folder, 'noisy.csv');
  // Around straight lines: 70 % of the one target's spread is noise, 2 % of the other's.
  beforeAll(() => {
    let state = 27;
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const rows = Array.from({ length: 2000 }, () => {
      const [a, b] = [normal(), normal()];
      return [a, b, a - b + 1.4 * normal(), 1000 * (a + b) + 30 * normal()].join(',');
    });
    writeFileSync(noisy, `a,b,loose,tight\n${rows.join('\n')}\n`);
  });

  function train(inference: ExperimentInput['inference'], seed: number, devices = ['cpu:0']) {
    const experiment: ExperimentInput = {
      seed,
      data: { dataset: 'table', path: noisy, target: ['loose', 'tight'], testFraction: 0.4 },
      model: { kind: 'mlp', hidden: [] },
      inference,
      training: {
        samples: 4,
        batchSize: 100,
        epochs: 300,
        optimizer: { kind: 'adam', learningRate: 0.02 },
        schedule: { kind: 'cosine' },
      },
      evaluation: { samples: 8 },
      parallel: devices.length > 1 ? { mode: 'sp', devices } : { mode: 'local', devices },
    };
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, noisy);
  }

  function coverages({ folder: run }: GroupResult): readonly number[] {
    const { targets } = targetReportsSchema.parse(
      JSON.parse(readFileSync(join(run, 'targets.json'), 'utf8')),
    );
    return targets.map(({ predictions }) => {
      const curve = coverageCurve(predictions?.pit ?? []);
      return curve.find(({ promised }) => promised === 0.9)?.found ?? Number.NaN;
    });
  }

  // Of 800 test items a share of 90 % has a standard error of 1.1 %.
  test.each([1, 2, 3])('nine of ten intervals of each hold nine of ten values (seed %i)', async (seed) => {
    const result = await train({ method: 'variational' }, seed);
    expect(result.posterior.get('likelihood.log_std')).toHaveLength(2);
    const found = coverages(result);
    expect(found).toHaveLength(2);
    for (const coverage of found) expect(Math.abs(coverage - 0.9)).toBeLessThan(0.035);
  });

  test('one noise of both is too narrow for the one and far too wide for the other', async () => {
    const inference = { method: 'variational', noise: { kind: 'learned', perTarget: false } } as const;
    const result = await train(inference, 1);
    expect(result.posterior.get('likelihood.log_std')).toHaveLength(1);
    const [loose, tight] = coverages(result);
    expect(loose).toBeLessThan(0.85);
    expect(tight).toBeGreaterThan(0.99);
  });

  test('members have each a noise of each target, gathered from the devices that hold them', async () => {
    const single = await train({ method: 'deep-ensemble' }, 1);
    const split = await train({ method: 'deep-ensemble' }, 1, ['cpu:0', 'cpu:1']);
    expect(single.posterior.get('likelihood.log_std')).toHaveLength(4 * 2);
    const names = Object.keys(single.finalMetrics).filter((name) => /^test.(nll|crps|coverage)/.test(name));
    expect(names).toContain('test.crps.tight');
    for (const name of names)
      expect(split.finalMetrics[name], name).toBeCloseTo(single.finalMetrics[name], 3);
    for (const coverage of coverages(split)) expect(Math.abs(coverage - 0.9)).toBeLessThan(0.035);
  });

  test('Laplace’s approximation keeps the noise of each, times what the evidence asks for all', async () => {
    const result = await train({ method: 'laplace' }, 1);
    const logStds = result.posterior.get('likelihood.log_std') ?? new Float32Array();
    expect(logStds).toHaveLength(4 * 2);
    for (const coverage of coverages(result)) expect(Math.abs(coverage - 0.9)).toBeLessThan(0.035);
  });
});

describe('several heads, each with a likelihood of its own', () => {
  const heads = [
    { target: 'small', weight: 0.5 },
    { target: 'large', noise: { kind: 'log-variance' as const } },
    { target: 'kind', task: 'classification' as const },
    { target: 'count', noise: { kind: 'poisson' as const } },
  ];
  const devices = (count: number) => Array.from({ length: count }, (_, index) => `cpu:${index}`);

  function train(
    parallel: ExperimentInput['parallel'],
    inference: ExperimentInput['inference'] = {},
  ): Promise<GroupResult> {
    const experiment: ExperimentInput = {
      seed: 4,
      data: {
        dataset: 'table',
        path: table,
        target: heads.map(({ target }) => target),
        heads,
        testFraction: 0.2,
      },
      model: { kind: 'mlp', hidden: [8] },
      inference,
      training: { samples: 4, batchSize: 16, epochs: 1, steps: 20 },
      evaluation: { samples: 4 },
      parallel,
    };
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, table);
  }

  test('train alike on one device and on a mesh of four, and each has its scores', async () => {
    const single = await train({ mode: 'local', devices: devices(1) });
    const mesh = await train({ mode: 'hybrid', devices: devices(4), dataGroups: 2 });
    // Twenty steps of Adam on float32 sums in another order.
    for (const [name, values] of single.posterior)
      expect(relativeDistance(mesh.posterior.get(name) ?? [], values), name).toBeLessThan(1e-4);
    // The learned noise of one head, and outputs for two values, one of them with its variance, two classes and a rate.
    expect([...single.posterior.keys()]).toContain('likelihood.small.log_std');
    expect(single.posterior.get('layers.1.weight.mean')).toHaveLength(8 * (1 + 2 + 2 + 1));
    const scores = single.finalMetrics;
    const nlls = heads.map(({ target }) => scores[`test.nll.${target}`]);
    expect(scores['test.nll']).toBeCloseTo(
      nlls.reduce((sum, nll) => sum + nll, 0),
      6,
    );
    expect(scores).toHaveProperty(['test.accuracy.kind']);
    expect(scores).toHaveProperty(['test.deviance.count']);
    expect(scores).toHaveProperty(['test.rmse.large']);
    expect(scores).not.toHaveProperty(['test.rmse']);
    const { targets } = targetReportsSchema.parse(
      JSON.parse(readFileSync(join(single.folder, 'targets.json'), 'utf8')),
    );
    expect(targets.map(({ name, evaluation }) => [name, evaluation?.classNames])).toEqual([
      ['small', undefined],
      ['large', undefined],
      ['kind', ['less', 'more']],
      ['count', undefined],
    ]);
    for (const [name, value] of Object.entries(scores)) {
      if (name.startsWith('test.')) expect(mesh.finalMetrics[name] / value, name).toBeCloseTo(1, 2);
    }
  });

  test('members of an ensemble learn each its own noise, gathered from the devices that have them', async () => {
    const single = await train({ mode: 'local', devices: devices(1) }, { method: 'deep-ensemble' });
    const split = await train({ mode: 'sp', devices: devices(2) }, { method: 'deep-ensemble' });
    expect(single.posterior.get('likelihood.small.log_std')).toHaveLength(4);
    for (const name of ['test.nll.small', 'test.crps.small', 'test.coverage90.small'])
      expect(split.finalMetrics[name]).toBeCloseTo(single.finalMetrics[name], 3);
  });
});
