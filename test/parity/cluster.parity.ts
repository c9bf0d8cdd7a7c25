import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importTorchBlue } from '../../src-main/import/torch-blue';
import { openStore, type Store } from '../../src-main/store/store';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import type { Prior } from '../../src-shared/experiment/priors';
import type { Schedule } from '../../src-shared/experiment/schedules';
import '@tensorflow/tfjs-backend-cpu';
import { buildPrior } from '../../src-workers/bayes/priors/build-prior';
import { plainItems, type RunData } from '../../src-workers/data/run-data';
import { ClassificationEvaluation } from '../../src-workers/evaluate/classification-evaluation';
import { openRunData } from '../../src-workers/kinds-of-data';
import { seedPair } from '../../src-workers/random/noise-seeds';
import { shuffledIndices } from '../../src-workers/random/shuffle';
import { learningRateAt } from '../../src-workers/train/learning-rate';
import { buildWorker } from '../src-workers/run/built-worker';
import { trainWithWorkers } from '../src-workers/run/worker-group';
import { bindingPath } from '../src-workers/tensorflow';
import { importedRun, projectOf, trainProject } from './cluster-project';
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
    views: 3,
    optimizer: { kind: 'adam', learningRate: 0.005 },
  },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});

/** Equal but for rounding in single precision. */
function closeTo(value = Number.NaN) {
  return expect.closeTo(value, 3);
}

/** A port of this machine that nobody listens on. */
function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  return new Promise((resolved, failed) => {
    server.on('error', failed);
    server.on('listening', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolved(address.port) : failed(address)));
    });
  });
}

describe('a project for a cluster computes what the app does', () => {
  let theirs: Record<string, unknown>;
  let data: RunData;
  beforeAll(async () => {
    const output = join(folder, 'check.json');
    await runPython('check_cluster.py', await projectOf(folder, digits, 'parts'), output);
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
    expect(theirs.inputs).toEqual([
      ...data.evaluationReader(3).read(plainItems(data.train.subarray(0, 3))).inputs,
    ]);
    const augmented = data
      .trainReader(20)
      .read({ indices: data.train.subarray(0, 20), epoch: 3, views: [1] }).inputs;
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

  test('divergences from all priors, and densities of those that have to be estimated', () => {
    const logStd = tensor1d([-1, 0.3, -2]);
    const q = { mean: tensor1d([0.5, -0.2, 0]), logStd, fanIn: 12 };
    const quiet = { kind: 'quiet', stdRatio: 0.5, meanStd: 2 } as const;
    const priors: readonly Prior[] = [
      { kind: 'gaussian', std: 0.7 },
      { kind: 'rescaled-gaussian', scale: 0.8 },
      { kind: 'uniform' },
      quiet,
    ];
    const divergences = priors.map((prior) => buildPrior(prior).divergence?.(q).dataSync()[0]);
    expect(theirs.divergences).toEqual(divergences.map((value) => closeTo(value)));
    const student = { kind: 'student-t', degreesOfFreedom: 3, scale: 0.5 } as const;
    const weights = tensor2d([[0.4, -0.9, 0.1]]);
    const densities = [quiet, student].map((prior) => buildPrior(prior).logDensity(weights, q).dataSync()[0]);
    expect(theirs.densities).toEqual(densities.map((value) => closeTo(value)));
  });

  test('the log of a mean of likelihoods is that, however small they are', () => {
    // log((e^-40 + e^-41) / 2) and log((e^-2 + e^-1) / 2); a number added inside the log would hide the first.
    const logs = [-40, -1].map((largest) => largest + Math.log((1 + Math.exp(-1)) / 2));
    const nll = -(logs[0] + logs[1]) / 2;
    expect(theirs.pooled).toEqual([closeTo(nll), closeTo(nll)]);
  });

  test('a draw is one network for all items, and another for the next sample', () => {
    const [first, second] = theirs.twice as number[][][];
    expect(first[0]).toEqual(first[1]);
    expect(second[0]).toEqual(second[1]);
    expect(first[0]).not.toEqual(second[0]);
  });

  test('samples that processes do not divide are spread unevenly, and none is lost', () => {
    expect(theirs.shares).toEqual([6, 5, 5]);
  });

  test('scores', () => {
    const evaluation = new ClassificationEvaluation(2, 3);
    const draws = [0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.5, 0.5, 0, 0.3, 0.3, 0.4];
    evaluation.add(Float32Array.from(draws, Math.log), 2, Int32Array.of(0, 2));
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
    ['ddp', { objective: 'elbo', localReparameterisation: true }],
    ['sp', { objective: 'pooled', reduction: 'exact' }],
  ] as const)(
    'follows the same path on one process and on three, to the same scores (%s, %o)',
    async (mode, inference) => {
      const experiment = experimentSchema.parse({
        ...digits,
        inference: { ...digits.inference, ...inference },
        // Every third step is of the one item that 1293 leave over, which one process alone can have.
        training: { ...digits.training, views: 0, batchSize: 646, steps: 6 },
        parallel: { ...digits.parallel, mode },
      });
      const project = await projectOf(folder, experiment, `path-${Object.values(inference).join('-')}`);
      const one = await importedRun(
        folder,
        store,
        await trainProject(python, project, { processes: 1, seed: 5 }),
      );
      const three = await importedRun(
        folder,
        store,
        await trainProject(python, project, { processes: 3, seed: 5 }),
      );
      expect(one.losses).toHaveLength(6);
      one.losses.forEach((loss, step) => {
        expect(Math.abs(three.losses[step] / loss - 1)).toBeLessThan(1e-4);
      });
      expect(three.metrics['test.nll']).toBeCloseTo(one.metrics['test.nll'], 3);
    },
  );

  test('two nodes, a torchrun on each, train as one process does', async () => {
    const training = { ...digits.training, views: 0, steps: 6 };
    const experiment = experimentSchema.parse({ ...digits, training });
    const alone = await projectOf(folder, experiment, 'one-node');
    const one = await importedRun(
      folder,
      store,
      await trainProject(python, alone, { processes: 1, seed: 5 }),
    );
    const project = await projectOf(folder, experiment, 'two-nodes');
    const endpoint = `127.0.0.1:${await freePort()}`;
    const rendezvous = `--nnodes 2 --rdzv-id 1 --rdzv-backend c10d --rdzv-endpoint ${endpoint}`.split(' ');
    // Both are told of one folder, as on a file system that nodes share.
    const node = () => trainProject(python, project, { processes: 1, seed: 5, rendezvous });
    const [out] = await Promise.all([node(), node()]);
    const two = await importedRun(folder, store, out);
    expect(store.reader.run(two.runId).experiment.parallel.devices).toEqual(['cpu:0', 'cpu:1']);
    two.losses.forEach((loss, step) => {
      expect(Math.abs(one.losses[step] / loss - 1)).toBeLessThan(1e-4);
    });
    expect(two.losses).toHaveLength(6);
  });

  test('scores as the app does within what seeds differ by, and its posterior can be imported', async () => {
    const project = await projectOf(folder, digits, 'whole');
    const worker = await buildWorker();
    const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
    const theirs: Readonly<Record<string, number>>[] = [];
    const ours: Readonly<Record<string, number>>[] = [];
    for (const seed of [1, 2, 3]) {
      const out = await trainProject(python, project, { processes: 2, seed });
      theirs.push((await importedRun(folder, store, out)).metrics);
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
