import '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grads, setBackend, type Tensor, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { lowRankFamily } from '../../../src-workers/bayes/families/low-rank';
import { logDeterminant } from '../../../src-workers/bayes/low-rank-divergence';
import { gaussianKl } from '../../../src-workers/bayes/priors/gaussian-kl';
import type { Prior } from '../../../src-workers/bayes/priors/prior';
import { relativeDistance } from '../relative-distance';

const numbers = z.array(z.number());
const group = z.object({
  weight: z.object({ shape: numbers, values: numbers, gradient: numbers }),
  bias: z.object({ shape: numbers, values: numbers, gradient: numbers }),
});
const recorded = z
  .object({
    prior_stds: z.object({ weight: z.number(), bias: z.number() }),
    divergence: z.number(),
    mean: group,
    log_std: group,
    low_rank: group,
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'low-rank.json'), 'utf8')));

beforeAll(() => {
  setBackend('cpu');
});

const { prior_stds: priorStds } = recorded;
const weights = [
  { name: 'layers.0.weight', shape: [2, 3], fanIn: 2, bayesian: true, initial: 'uniform' },
  { name: 'layers.0.bias', shape: [3], fanIn: 1, bayesian: true, initial: 'uniform' },
] as const;
/** The kernel's standard deviation is another than the bias's, as with priors that follow the inputs. */
const stdOf = (fanIn: number) => (fanIn === 2 ? priorStds.weight : priorStds.bias);
const prior: Prior = {
  divergence: ({ mean, logStd, fanIn }) => gaussianKl(mean, logStd, stdOf(fanIn)),
  logDensity: () => {
    throw new Error('Nothing is drawn for a closed form.');
  },
};
const family = lowRankFamily(weights, {
  rank: 3,
  prior,
  priorStdOf: ({ fanIn }) => stdOf(fanIn),
  posteriorStd: 0.1,
});

/** In the family's order: each tensor's mean and log_std, then the directions. */
const order = [
  recorded.mean.weight,
  recorded.log_std.weight,
  recorded.mean.bias,
  recorded.log_std.bias,
  recorded.low_rank.weight,
  recorded.low_rank.bias,
];
const seeds = tensor([1, 2, 3, 4, 5, 6], [3, 1, 2], 'int32') as Tensor;

test('the divergence of a layer whose weights vary together, and its gradient, are those of PyTorch', () => {
  const divergence = (...parameters: Tensor[]) =>
    family.draw(parameters, { seeds: seeds.as3D(3, 1, 2), samples: 1, first: 0 }).divergence();
  const parameters = order.map(({ shape, values }) => tensor(values, shape));
  expect(divergence(...parameters).dataSync()[0]).toBeCloseTo(recorded.divergence, 4);
  const found = grads(divergence)(parameters);
  order.forEach(({ gradient }, index) => {
    expect(relativeDistance([...(found[index]?.dataSync() ?? [])], gradient)).toBeLessThan(1e-5);
  });
});

test('the logarithm of a determinant by hand', () => {
  // [[4, 2], [2, 3]]: 8; with a row of its own that is 2: 16.
  expect(
    logDeterminant(
      tensor2d([
        [4, 2],
        [2, 3],
      ]),
    ).dataSync()[0],
  ).toBeCloseTo(Math.log(8), 5);
  expect(
    logDeterminant(
      tensor2d([
        [4, 2, 0],
        [2, 3, 0],
        [0, 0, 2],
      ]),
    ).dataSync()[0],
  ).toBeCloseTo(Math.log(16), 5);
});

test('directions begin small beside the first standard deviations, and none alike', () => {
  const initial = family.initialValues(5);
  const [std] = initial[1]?.map(Math.exp) ?? [];
  const directions = initial[4] ?? new Float32Array();
  expect(directions).toHaveLength(3 * 6);
  expect(new Set(directions).size).toBe(3 * 6);
  const variance = directions.reduce((sum, value) => sum + value ** 2, 0) / 6;
  expect(Math.sqrt(variance)).toBeLessThan(0.3 * (std ?? 0));
});
