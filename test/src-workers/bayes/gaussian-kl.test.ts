import '@tensorflow/tfjs';
import { grads, setBackend, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { gaussianKl } from '../../../src-workers/bayes/priors/gaussian-kl';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

beforeAll(() => {
  setBackend('cpu');
});

test('is zero where the posterior is the prior', () => {
  expect(gaussianKl(tensor1d([0, 0]), tensor1d([Math.log(2), Math.log(2)]), 2).dataSync()[0]).toBeCloseTo(
    0,
    6,
  );
});

test('is the closed form, worked by hand', () => {
  // N(1, 0.5^2) against N(0, 2^2): 0.5 * (ln(4/0.25) + 1/4 + 0.25/4 - 1) = 0.5 * (2.7725887 + 0.3125 - 1).
  const kl = gaussianKl(tensor1d([1]), tensor1d([Math.log(0.5)]), 2);
  expect(kl.dataSync()[0]).toBeCloseTo(1.0425444, 5);
});

test('is what Monte Carlo finds: the mean of log q - log p over draws from q', () => {
  const [mean, std, priorStd] = [0.7, 0.3, 1.5];
  const draws = new Float32Array(100_000);
  fillStatelessNormal(1, 2, draws);
  const logDensity = (x: number, m: number, s: number) => -0.5 * ((x - m) / s) ** 2 - Math.log(s);
  const terms = Array.from(draws, (eps) => {
    const x = mean + std * eps;
    return logDensity(x, mean, std) - logDensity(x, 0, priorStd);
  });
  const average = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  const spread = Math.sqrt(terms.reduce((sum, term) => sum + (term - average) ** 2, 0) / terms.length);
  const kl = gaussianKl(tensor1d([mean]), tensor1d([Math.log(std)]), priorStd).dataSync()[0];
  expect(Math.abs(kl - average)).toBeLessThan((4 * spread) / Math.sqrt(terms.length));
});

test('has the gradient that the closed form has', () => {
  const [dMean, dLogStd] = grads((mean: Tensor, logStd: Tensor) => gaussianKl(mean, logStd, 2))([
    tensor1d([1, -3]),
    tensor1d([Math.log(0.5), Math.log(4)]),
  ]);
  expect([...dMean.dataSync()]).toEqual([0.25, -0.75]);
  expect(dLogStd.dataSync()[0]).toBeCloseTo(0.25 / 4 - 1, 5);
  expect(dLogStd.dataSync()[1]).toBeCloseTo(16 / 4 - 1, 5);
});
