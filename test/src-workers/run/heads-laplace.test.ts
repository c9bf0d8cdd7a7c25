import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

let script: string;
const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
const table = join(folder, 'rows.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  script = await buildWorker();
  let state = 41;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const rows = Array.from({ length: 120 }, () => {
    const [a, b] = [2 * uniform() - 1, 2 * uniform() - 1];
    const price = a - b + 0.3 * (uniform() - 0.5);
    const size = 10 * a * b + 3 * (uniform() - 0.5);
    const kind = a + b > uniform() - 0.5 ? 'house' : 'flat';
    return [a, b, price, size, kind, Math.floor(3 * uniform() + 2 * (a + 1))].join(',');
  });
  writeFileSync(table, `a,b,price,size,kind,visits\n${rows.join('\n')}\n`);
});

type Table = Extract<ExperimentInput['data'], { dataset: 'table' }>;
const local: ExperimentInput['parallel'] = { mode: 'local', devices: ['cpu:0'] };

function train(
  data: Pick<Table, 'target' | 'heads' | 'leaveOut' | 'task'>,
  inference: ExperimentInput['inference'] = { method: 'laplace', weights: 'all' },
  parallel: ExperimentInput['parallel'] = local,
): Promise<GroupResult> {
  const experiment: ExperimentInput = {
    seed: 2,
    data: { dataset: 'table', path: table, testFraction: 0.2, ...data },
    model: { kind: 'mlp', hidden: [4], activation: 'tanh' },
    inference,
    training: { samples: 2, batchSize: 48, epochs: 150 },
    evaluation: { samples: 16 },
    parallel,
  };
  return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, table);
}

const mixed = {
  target: ['price', 'kind', 'visits'],
  leaveOut: ['size'],
  heads: [
    { target: 'price' },
    { target: 'kind', task: 'classification' },
    { target: 'visits', noise: { kind: 'poisson' } },
  ],
} as const satisfies Parameters<typeof train>[0];

const evidence = 'posterior.logEvidence';

test('heads of values with a learned noise each are several targets with a learned noise each: the same evidence, noise and scores', async () => {
  const target = ['price', 'size'];
  const leaveOut = ['kind', 'visits'];
  const heads = await train({ target, leaveOut, heads: target.map((name) => ({ target: name })) });
  const targets = await train({ target, leaveOut });
  const of = ({ finalMetrics }: GroupResult, name: string) => finalMetrics[name];
  // Rounding of two programs over all steps.
  expect(of(heads, evidence)).toBeCloseTo(of(targets, evidence), 3);
  expect(of(heads, 'posterior.determinedWeights')).toBeCloseTo(of(targets, 'posterior.determinedWeights'), 2);
  for (const name of target) {
    expect(of(heads, `test.rmse.${name}`)).toBeCloseTo(of(targets, `test.rmse.${name}`), 3);
    expect(of(heads, `test.crps.${name}`)).toBeCloseTo(of(targets, `test.crps.${name}`), 3);
  }
  // Of each network both, in the order of the targets.
  const noises = [...(targets.posterior.get('likelihood.log_std') ?? [])];
  target.forEach((name, at) => {
    const own = heads.posterior.get(`likelihood.${name}.log_std`) ?? [];
    expect(own).toHaveLength(2);
    own.forEach((logStd, network) => {
      expect(logStd).toBeCloseTo(noises[2 * network + at], 3);
    });
  });
});

test.each([
  ['classes', 'kind', { task: 'classification' }],
  ['counts', 'visits', { task: 'regression', noise: { kind: 'poisson' } }],
] as const)('one head of %s is a run of them', async (_, target, settings) => {
  const leaveOut = ['price', 'size', 'kind', 'visits'].filter((name) => name !== target);
  const inference = { method: 'laplace', weights: 'all', precisionBy: 'evidence' } as const;
  const head = await train({ target: [target], leaveOut, heads: [{ target, ...settings }] }, inference);
  const { task, ...noise } = settings;
  const one = await train({ target, leaveOut, task }, { ...inference, ...noise });
  expect(head.finalMetrics[evidence]).toBeCloseTo(one.finalMetrics[evidence], 3);
  expect(head.finalMetrics['test.nll']).toBeCloseTo(one.finalMetrics['test.nll'], 3);
});

test('beside classes and counts a learned noise stays as it was trained', async () => {
  const laplace = await train(mixed);
  const members = await train(mixed, { method: 'deep-ensemble' });
  const noise = 'likelihood.price.log_std';
  expect(laplace.posterior.get(noise)).toEqual(members.posterior.get(noise));
  for (const name of ['nll.price', 'nll.kind', 'nll.visits', 'coverage90.price', 'accuracy.kind'])
    expect(laplace.finalMetrics[`test.${name}`]).toEqual(expect.any(Number));
});

test.each([
  ['data', 'ddp'],
  ['samples', 'sp'],
] as const)(
  'of all heads the evidence and scores are those of one device where two share the %s',
  async (_, mode) => {
    const one = await train(mixed);
    const two = await train(mixed, undefined, { mode, devices: ['cpu:0', 'cpu:1'] });
    for (const name of [
      evidence,
      'posterior.priorPrecision',
      'test.nll.price',
      'test.nll.kind',
      'test.nll.visits',
    ])
      expect(two.finalMetrics[name]).toBeCloseTo(one.finalMetrics[name], 3);
  },
);
