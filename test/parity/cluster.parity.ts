import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportForCluster } from '../../src-main/cluster/cluster-project';
import { importTorchBlue } from '../../src-main/import/torch-blue';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { openStore, type Store } from '../../src-main/store/store';
import { type Experiment, experimentSchema, type Schedule } from '../../src-shared/experiment';
import { openRunData, type RunData } from '../../src-workers/data/run-data';
import { ClassificationEvaluation } from '../../src-workers/evaluate/classification-evaluation';
import { seedPair } from '../../src-workers/random/noise-seeds';
import { shuffledIndices } from '../../src-workers/random/shuffle';
import { learningRateAt } from '../../src-workers/train/learning-rate';
import { buildWorker } from '../src-workers/run/built-worker';
import { trainWithWorkers } from '../src-workers/run/worker-group';
import { bindingPath } from '../src-workers/tensorflow';
import { runPython } from './python';

const python = process.env.PARASAMPLE_PARITY_PYTHON ?? '';
const folder = mkdtempSync(join(tmpdir(), 'parasample-cluster-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const digits: Experiment = experimentSchema.parse({
  name: 'Digits for a cluster',
  seed: 5,
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [32] },
  inference: { posteriorStd: 0.2, heat: 0.1 },
  training: {
    samples: 4,
    batchSize: 64,
    epochs: 8,
    augmentation: 'independent',
    optimizer: { kind: 'adam', learningRate: 0.005 },
  },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});

async function projectOf(experiment: Experiment, name: string): Promise<string> {
  const outFolder = join(folder, name);
  await exportForCluster({ experiment, cacheFolder: folder, outFolder });
  return outFolder;
}

/** Trains a project with so many processes on this machine; returns the folder of its results. */
async function trainProject(project: string, processes: number, seed: number): Promise<string> {
  const out = join(project, `out-${processes}-${seed}`);
  const torchrun = join(dirname(python), 'torchrun');
  const command = ['--standalone', '--nproc-per-node', `${processes}`, join(project, 'train.py')];
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
  await promisify(execFile)(torchrun, [...command, '--out', out, '--seed', `${seed}`], { env });
  return out;
}

interface LoggedRun {
  readonly metrics: Readonly<Record<string, number>>;
  readonly losses: readonly number[];
}

async function importedRun(store: Store, out: string): Promise<LoggedRun> {
  const file = join(out, 'run.json');
  const records = recordsOfFile({ file, onRead: () => {} });
  const runId = await importRun({ home: folder, store, fileName: file, records });
  const { status, metrics } = store.reader.run(runId);
  expect(status).toBe('finished');
  const points = store.reader.points(runId, 0);
  return { metrics, losses: points.filter(({ name }) => name === 'train.loss').map(({ value }) => value) };
}

describe('a project for a cluster computes what the app does', () => {
  let theirs: Record<string, unknown>;
  let data: RunData;
  beforeAll(async () => {
    const output = join(folder, 'check.json');
    await runPython('check_cluster.py', await projectOf(digits, 'parts'), output);
    theirs = JSON.parse(readFileSync(output, 'utf8'));
    data = await openRunData(digits, resolve('src-main/datasets/digits'));
  });
  afterAll(() => data.close());

  test('seeds and orders', () => {
    const seeds = seedPair(2147483647, 'augmentation', 3, 1796, 2).map((word) => word >>> 0);
    expect(theirs.seeds).toEqual(seeds);
    expect(theirs.shuffled).toEqual([...shuffledIndices(1000, 12, 'order', 4)]);
  });

  test('split, batches and pictures, augmented ones too', () => {
    expect(theirs.train).toEqual([...data.train]);
    expect(theirs.validation).toEqual([...data.validation]);
    const order = shuffledIndices(data.train.length, digits.seed, 'order', 2);
    expect(theirs.order).toEqual([...order].map((position) => data.train[position]));
    expect(theirs.inputs).toEqual([...data.evaluationReader(3).read(data.train.subarray(0, 3), 0).inputs]);
    const augmented = data.trainReader(20, 1).read(data.train.subarray(0, 20), 3).inputs;
    expect(theirs.augmented).toEqual([...augmented]);
  });

  test('learning rates', () => {
    const schedules: readonly Schedule[] = [
      { kind: 'constant' },
      { kind: 'step', everyEpochs: 2, factor: 0.5 },
      { kind: 'multi-step', atEpochs: [1, 3], factor: 0.1 },
      { kind: 'cosine', finalFraction: 0.1 },
    ];
    const ours = schedules.map((schedule) =>
      Array.from({ length: 20 }, (_, index) =>
        learningRateAt(index + 1, 4, { learningRate: 0.01, warmupEpochs: 1.5, epochs: 5, schedule }),
      ),
    );
    (theirs.rates as number[][]).forEach((rates, at) => {
      rates.forEach((rate, step) => {
        expect(rate).toBeCloseTo(ours[at][step], 12);
      });
    });
  });

  test('scores', () => {
    const evaluation = new ClassificationEvaluation(2, 3);
    const draws = [0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.5, 0.5, 0, 0.3, 0.3, 0.4];
    evaluation.add(Float32Array.from(draws), 2, Int32Array.of(0, 2));
    const scores = theirs.scores as Record<string, number>;
    expect(Object.keys(scores)).toEqual(Object.keys(evaluation.scores()));
    for (const [name, value] of Object.entries(evaluation.scores()))
      expect(scores[name], name).toBeCloseTo(value, 5);
  });
});

describe('a project for a cluster, trained by torchrun with gloo', { timeout: 900_000 }, () => {
  let store: Store;
  beforeAll(() => {
    store = openStore(folder);
  });
  afterAll(() => store.close());

  test.each([
    ['sp', { objective: 'elbo' }],
    ['ddp', { objective: 'elbo', kl: 'monte-carlo' }],
    ['sp', { objective: 'pooled', reduction: 'exact' }],
  ] as const)('follows the same path on one process and on two (%s, %o)', async (mode, inference) => {
    const experiment = experimentSchema.parse({
      ...digits,
      inference: { ...digits.inference, ...inference },
      training: { ...digits.training, augmentation: 'none', steps: 6 },
      parallel: { ...digits.parallel, mode },
    });
    const project = await projectOf(experiment, `path-${mode}-${inference.objective}`);
    const one = await importedRun(store, await trainProject(project, 1, 5));
    const two = await importedRun(store, await trainProject(project, 2, 5));
    expect(one.losses).toHaveLength(6);
    one.losses.forEach((loss, step) => {
      expect(Math.abs(two.losses[step] / loss - 1)).toBeLessThan(1e-4);
    });
  });

  test('scores as the app does within what seeds differ by, and its posterior can be imported', async () => {
    const project = await projectOf(digits, 'whole');
    const worker = await buildWorker();
    const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
    const theirs: Readonly<Record<string, number>>[] = [];
    const ours: Readonly<Record<string, number>>[] = [];
    for (const seed of [1, 2, 3]) {
      const out = await trainProject(project, 2, seed);
      theirs.push((await importedRun(store, out)).metrics);
      ours.push((await trainWithWorkers(worker, { ...digits, seed }, engine)).finalMetrics);
      const target = { model: digits.model, imageShape: [8, 8, 1], classes: 10 } as const;
      const posterior = await importTorchBlue(join(out, 'state-dict.safetensors'), target);
      expect(posterior.map(({ name }) => name)).toContain('layers.0.weight.mean');
    }
    for (const [name, tolerance] of Object.entries({ 'test.accuracy': 0.02, 'test.nll': 0.08 })) {
      const mean = (runs: typeof ours) => runs.reduce((sum, run) => sum + run[name], 0) / runs.length;
      const texts = [ours, theirs].map((runs) => runs.map((run) => run[name].toFixed(4)).join(', '));
      process.stdout.write(`${name} of three seeds: here ${texts[0]}; project ${texts[1]}\n`);
      expect(Math.abs(mean(theirs) - mean(ours)), name).toBeLessThan(tolerance);
    }
  });
});
