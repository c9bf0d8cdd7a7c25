import '@tensorflow/tfjs';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { heteroscedastic } from '../../../src-workers/bayes/likelihoods/heteroscedastic';

beforeAll(() => {
  setBackend('cpu');
});

/** What a network must give for this standard deviation, where training starts at 0.5: its inverse in double precision. */
const rawOf = (std: number) => inverseSoftplus(std - 1e-3) - inverseSoftplus(0.499);
const inverseSoftplus = (value: number) => Math.log(Math.expm1(value));

test('the log density is that of PyTorch: GaussianNLLLoss(full=True) of the same means and variances', () => {
  // torch.nn.GaussianNLLLoss(full=True, reduction='none') of means 0.3, -1.2, targets 1, -1, stds 0.3, 2: 2.4372, 1.6171.
  const outputs = tensor([0.3, -1.2, rawOf(0.3), rawOf(2)], [1, 1, 4]);
  const values = heteroscedastic(0.5).logLikelihood(outputs, tensor([1, -1], [1, 1, 2]), []);
  expect(values.arraySync()[0][0]).toBeCloseTo(-(2.4372 + 1.6171), 3);
});

test('a target that is not known counts for nothing, its noise neither', () => {
  const outputs = tensor([0.3, 9, rawOf(0.3), rawOf(40)], [1, 1, 4]);
  const targets = tensor([1, Number.NaN], [1, 1, 2]);
  const likelihood = heteroscedastic(0.5);
  expect(likelihood.logLikelihood(outputs, targets, []).arraySync()[0][0]).toBeCloseTo(-2.4372, 3);
  expect(likelihood.fit(outputs, targets).dataSync()[0]).toBeCloseTo(0.49, 5);
});

test('predictions are values with the standard deviations behind them; a network that gives 0 is at the start', () => {
  const outputs = tensor([0.3, -1.2, 0, rawOf(2)], [1, 1, 4]);
  const [value, second, std, other] = heteroscedastic(0.5).predictive(outputs).dataSync();
  expect([value, second]).toEqual([Math.fround(0.3), Math.fround(-1.2)]);
  expect(std).toBeCloseTo(0.5, 6);
  expect(other).toBeCloseTo(2, 5);
});

test('however sure a network is, the noise stays above a thousandth', () => {
  const outputs = tensor([0, -100], [1, 1, 2]);
  expect(heteroscedastic(0.5).predictive(outputs).dataSync()[1]).toBeCloseTo(1e-3, 9);
});
