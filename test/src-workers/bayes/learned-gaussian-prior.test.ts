import '@tensorflow/tfjs';
import { grads, setBackend, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { fittedStd } from '../../../src-shared/experiment/priors/learned-gaussian';
import { gaussianKl } from '../../../src-workers/bayes/priors/gaussian-kl';
import { learnedGaussianPrior } from '../../../src-workers/bayes/priors/learned-gaussian-prior';

beforeAll(() => {
  setBackend('cpu');
});

const means = [0.4, -1.2, 0.05, 0.7];
const logStds = [0.1, 0.5, 0.3, 1.1].map(Math.log);
const q = (mean: Tensor, logStd: Tensor) => ({ mean, logStd, fanIn: 4 });
const divergence = (mean: Tensor, logStd: Tensor) => {
  const value = learnedGaussianPrior.divergence?.(q(mean, logStd));
  if (!value) throw new Error('The prior has a closed form.');
  return value;
};
const klAt = (std: number) => gaussianKl(tensor1d(means), tensor1d(logStds), std).dataSync()[0];

test('its width is where the divergence from a Gaussian prior is smallest, and its divergence that', () => {
  const std = fittedStd(Float32Array.from(means), Float32Array.from(logStds));
  expect(divergence(tensor1d(means), tensor1d(logStds)).dataSync()[0]).toBeCloseTo(klAt(std), 5);
  for (const factor of [0.5, 0.9, 1.1, 2]) expect(klAt(factor * std)).toBeGreaterThan(klAt(std));
});

test('is zero where all weights of a tensor are one Gaussian around zero, of whatever width', () => {
  for (const std of [0.01, 3])
    expect(divergence(tensor1d([0, 0]), tensor1d([std, std].map(Math.log))).dataSync()[0]).toBeCloseTo(0, 5);
});

// At the best width the divergence answers to the parameters as if the width stood still.
test('has the gradient of the Gaussian prior that stands at this width', () => {
  const std = fittedStd(Float32Array.from(means), Float32Array.from(logStds));
  const at = [tensor1d(means), tensor1d(logStds)];
  const own = grads(divergence)(at);
  const standing = grads((mean: Tensor, logStd: Tensor) => gaussianKl(mean, logStd, std))(at);
  own.forEach((gradient, index) => {
    const expected = standing[index].dataSync();
    gradient.dataSync().forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at], 5);
    });
  });
});
