import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

/**
 * Without hidden layers a network is a linear regression, whose posterior is known: with noise s and the prior N(0, 1),
 * N(m, A^-1) with A = X'X / s^2 + 1 and m = A^-1 X'y / s^2. Of all products of Gaussians the nearest (in the divergence that
 * variational inference lowers) has the same means, and deviations 1 / sqrt(A_ii) (Bishop 2006, section 10.1.2).
 */
const noise = 0.5;
const features = 3;
const table = join(mkdtempSync(join(tmpdir(), 'parasample-linear-')), 'linear.csv');
const data = { dataset: 'table', path: table, target: 'y', validationFraction: 0 } as const;

/** Rows whose inputs are correlated, so that the exact posterior is no product. */
function writeTable(): void {
  const rows = 60;
  const draws = new Float32Array(rows * (features + 1));
  fillStatelessNormal(3, 4, draws);
  const lines = Array.from({ length: rows }, (_, row) => {
    const [a, b, c, e] = draws.subarray(row * 4, row * 4 + 4);
    const x = [a, 0.8 * a + 0.6 * b, c];
    return [...x, 1 + 2 * x[0] - x[1] + 0.3 * x[2] + e].join(',');
  });
  writeFileSync(table, ['a,b,c,y', ...lines].join('\n'));
}

interface Optimum {
  /** Of the weights, and behind them of the bias. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** By the normal equations, on the very items that are trained on. */
async function knownOptimum(priorPrecisions: readonly number[] = [1, 1, 1, 1]): Promise<Optimum> {
  const run = await openRunData(experimentSchema.parse(experiment({}, local)), table);
  const { inputs, targets } = run.evaluationReader(run.train.length).read(plainItems(run.train));
  const size = features + 1;
  const precision = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? priorPrecisions[i] : 0)),
  );
  const right = Array<number>(size).fill(0);
  for (let item = 0; item < run.train.length; item += 1) {
    const x = [...inputs.subarray(item * features, (item + 1) * features), 1];
    x.forEach((value, i) => {
      right[i] += (value * targets[item]) / noise ** 2;
      x.forEach((other, j) => {
        precision[i][j] += (value * other) / noise ** 2;
      });
    });
  }
  run.close();
  return { means: solved(precision, right), deviations: precision.map((row, i) => 1 / Math.sqrt(row[i])) };
}

/** Prior and optimum in turn, until neither moves. */
async function learnedOptimum(): Promise<Optimum> {
  let found = await knownOptimum();
  for (let turn = 0; turn < 100; turn += 1) {
    const squares = found.means.map((mean, index) => mean ** 2 + found.deviations[index] ** 2);
    const weights = features / squares.slice(0, features).reduce((sum, square) => sum + square, 0);
    found = await knownOptimum([weights, weights, weights, 1 / squares[features]]);
  }
  return found;
}

/** Gaussian elimination of a positive definite system. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  rows.forEach((row, pivot) => {
    for (const other of rows) {
      if (other === row) continue;
      const factor = other[pivot] / row[pivot];
      other.forEach((_, column) => {
        other[column] -= factor * row[column];
      });
    }
  });
  return rows.map((row, i) => row[row.length - 1] / row[i]);
}

const devices = (count: number): string[] => Array.from({ length: count }, (_, index) => `cpu:${index}`);
type Parallel = ExperimentInput['parallel'];
const local: Parallel = { mode: 'local', devices: devices(1) };

function experiment(inference: object, parallel: Parallel, samples = 12): ExperimentInput {
  return {
    seed: 2,
    data,
    model: { kind: 'mlp', hidden: [] },
    inference: { noise: { kind: 'fixed', std: noise }, ...inference },
    // The whole of the data in every step: what is left of the noise is that of the draws.
    training: {
      samples,
      batchSize: 1000,
      epochs: 1500,
      optimizer: { kind: 'adam', learningRate: 0.03 },
    },
    parallel,
  };
}

let script: string;
let optimum: Optimum;
beforeAll(async () => {
  writeTable();
  script = await buildWorker();
  optimum = await knownOptimum();
});

const train = (inference: object, parallel: Parallel, samples?: number): Promise<GroupResult> =>
  trainWithWorkers(
    script,
    experiment(inference, parallel, samples),
    { kind: 'tensorflow', binding: bindingPath() },
    table,
  );

function valuesOf({ posterior }: GroupResult, part: string): number[] {
  return ['weight', 'bias'].flatMap((name) => [...(posterior.get(`layers.0.${name}${part}`) ?? [])]);
}

describe('a linear regression ends at its known optimum', () => {
  test.each<[string, Parallel, object]>([
    ['local', local, {}],
    ['local, with the divergence estimated', local, { kl: 'monte-carlo' }],
    ['local, with local reparameterisation', local, { localReparameterisation: true }],
    ['sp on 3 workers', { mode: 'sp', devices: devices(3) }, {}],
    ['ddp on 3 workers', { mode: 'ddp', devices: devices(3) }, {}],
    ['hybrid on 2 x 2 workers', { mode: 'hybrid', devices: devices(4), dataGroups: 2 }, {}],
  ])('%s: means within a tenth of a deviation, deviations within 3 %', async (_name, parallel, inference) => {
    const result = await train(inference, parallel);
    const stds = valuesOf(result, '.log_std').map(Math.exp);
    valuesOf(result, '.mean').forEach((mean, index) => {
      const distance = (mean - optimum.means[index]) / optimum.deviations[index];
      expect(Math.abs(distance)).toBeLessThan(0.1);
      expect(Math.abs(stds[index] / optimum.deviations[index] - 1)).toBeLessThan(0.03);
    });
  });

  test('by Flipout with more samples: deviations within 2 %', async () => {
    const result = await train({ flipout: true }, local, 48);
    const stds = valuesOf(result, '.log_std').map(Math.exp);
    valuesOf(result, '.mean').forEach((mean, index) => {
      const distance = (mean - optimum.means[index]) / optimum.deviations[index];
      expect(Math.abs(distance)).toBeLessThan(0.1);
      expect(Math.abs(stds[index] / optimum.deviations[index] - 1)).toBeLessThan(0.02);
    });
  });

  // With a prior N(0, s^2) of the weights, whose variance is the mean of mean^2 + std^2. The bias has one of its own: it is next to
  // nothing where targets are standardised, and such a single number goes to zero with its prior, without an end.
  test('with learned priors: at the fixed point of optimum and prior', async () => {
    const fixedPoint = await learnedOptimum();
    const result = await train({ prior: { kind: 'learned-gaussian' } }, local);
    const stds = valuesOf(result, '.log_std').slice(0, features).map(Math.exp);
    valuesOf(result, '.mean')
      .slice(0, features)
      .forEach((mean, index) => {
        const distance = (mean - fixedPoint.means[index]) / fixedPoint.deviations[index];
        expect(Math.abs(distance)).toBeLessThan(0.1);
        expect(Math.abs(stds[index] / fixedPoint.deviations[index] - 1)).toBeLessThan(0.03);
      });
  });

  // The mode of a Gaussian posterior is its mean, where the penalty is the prior's and nothing else.
  test.each<[string, Parallel, object, number]>([
    ['a point estimate', local, { method: 'point-estimate' }, 1],
    ['members of an ensemble', { mode: 'sp', devices: devices(2) }, { method: 'deep-ensemble' }, 3],
  ])('%s: the mode of the posterior', async (_name, parallel, inference, samples) => {
    const result = await train(inference, parallel, samples);
    const weights = result.posterior.get('layers.0.weight') ?? new Float32Array();
    expect(weights.length).toBe(samples * features);
    weights.forEach((weight, index) => {
      const place = index % features;
      expect(Math.abs(weight - optimum.means[place])).toBeLessThan(0.02 * optimum.deviations[place]);
    });
  });

  // At the most likely noise its variance is the mean squared residual.
  test('members learn a noise of their own: the root of their own mean squared residual', async () => {
    const learned = { method: 'deep-ensemble', noise: { kind: 'learned', std: 1 } };
    const { posterior, finalMetrics } = await train(learned, { mode: 'sp', devices: devices(2) }, 3);
    const logStds = posterior.get('likelihood.log_std') ?? new Float32Array();
    expect(logStds.length).toBe(3);
    // Of all members alike, which end at the same mode.
    for (const logStd of logStds) expect(Math.exp(2 * logStd) / finalMetrics['train.mse']).toBeCloseTo(1, 2);
  });
});
