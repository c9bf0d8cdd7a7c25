import '@tensorflow/tfjs';
import { setBackend, tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { gaussian } from '../../../src-workers/bayes/likelihoods/gaussian';
import type { Forward } from '../../../src-workers/bayes/objectives/objective';
import {
  sampleMomentsAveraged,
  sampleMomentsExact,
} from '../../../src-workers/bayes/objectives/sample-moments';

beforeAll(() => {
  setBackend('cpu');
});

// Two samples of two items with two targets each; one target is missing.
const outputs = () => tensor([1, 2, 3, 4, 2, 2, 5, 0], [2, 2, 2]);
const targets = () => tensor([1, 4, Number.NaN, 2], [1, 2, 2]);
const logNormal = (error: number, std: number) =>
  -0.5 * ((error / std) ** 2 + Math.log(2 * Math.PI)) - Math.log(std);

test('fixed noise: the log density of each draw, summed over the targets that are known', () => {
  const values = gaussian({ kind: 'fixed', std: 2 }).logLikelihood(outputs(), targets(), []).arraySync();
  expect(values[0][0]).toBeCloseTo(logNormal(0, 2) + logNormal(-2, 2), 5);
  expect(values[0][1]).toBeCloseTo(logNormal(2, 2), 5);
  expect(values[1][0]).toBeCloseTo(logNormal(1, 2) + logNormal(-2, 2), 5);
  expect(values[1][1]).toBeCloseTo(logNormal(-2, 2), 5);
});

test('learned noise: the same density with a parameter for the noise', () => {
  const likelihood = gaussian({ kind: 'learned', std: 0.5, noises: 1 });
  expect(likelihood.parameters).toEqual([
    { name: 'likelihood.log_std', shape: [1], role: 'log-std', initial: Math.log(0.5) },
  ]);
  const learned = likelihood.logLikelihood(outputs(), targets(), [tensor1d([Math.log(2)])]).arraySync();
  const fixed = gaussian({ kind: 'fixed', std: 2 }).logLikelihood(outputs(), targets(), []).arraySync();
  learned.flat().forEach((value, index) => {
    expect(value).toBeCloseTo(fixed.flat()[index], 5);
  });
});

test('the fit is the mean squared error of draws over the targets that are known', () => {
  // Squared errors 0, 4, 4 of the first draw and 1, 4, 4 of the second.
  expect(gaussian({ kind: 'fixed', std: 1 }).fit(outputs(), targets()).dataSync()[0]).toBeCloseTo(17 / 6, 5);
});

test('noise read off the samples: mean and unbiased variance of the draws', () => {
  const forward: Forward = {
    outputs: outputs(),
    targets: targets(),
    logLikelihoods: () => {
      throw new Error('not asked for');
    },
  };
  // Item 0: draws 1, 2 (mean 1.5, variance 0.5) and 2, 2 (mean 2, variance 0 + 1e-10); item 1: 4, 0 (mean 2, variance 8).
  const first = logNormal(-0.5, Math.sqrt(0.5)) + logNormal(2, 1e-5);
  const second = logNormal(0, Math.sqrt(8));
  const { nll } = sampleMomentsAveraged().term(forward, tensor2d([0], [1, 1]));
  expect(nll.dataSync()[0] / (-(first + second) / 2)).toBeCloseTo(1, 4);
  const exact = sampleMomentsExact(2, 2);
  const pooled = exact.pooling?.statistics(forward);
  if (!pooled) throw new Error('Exact moments pool.');
  expect(pooled.arraySync()).toEqual([
    [1.5, 2, 0.5, 0],
    [4, 2, 2, 8],
  ]);
  expect(exact.term(forward, pooled).nll.dataSync()[0] / nll.dataSync()[0]).toBeCloseTo(1, 5);
});
