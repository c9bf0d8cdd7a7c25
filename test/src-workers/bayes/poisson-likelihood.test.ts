import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { poisson } from '../../../src-workers/bayes/likelihoods/poisson';
import { logGamma } from '../../../src-workers/bayes/priors/log-gamma';
import recorded from '../../parity/fixtures/likelihoods.json';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const { outputs, counts, unit, logProbabilities, gradients } = recorded.poisson;
const items = counts.length;
const targets = () =>
  tensor(
    counts.map((count) => count / unit),
    [1, items, 1],
  );
const likelihood = poisson([unit]);

test('the log probability is that of torch.distributions, of zeros and of large counts', () => {
  const values = likelihood.logLikelihood(tensor(outputs, [1, items, 1]), targets(), []).arraySync();
  // Single precision: of 28 nats, five digits.
  logProbabilities.forEach((value, item) => {
    expect(Math.abs(values[0][item] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  });
});

test('of counts up to millions it is right to what single precision keeps of the count', () => {
  const large = [15, 16, 17, 1000, 123_456, 4_000_000];
  const rates = large.map((count) => count * 1.001);
  const given = tensor(
    rates.map((rate) => Math.log(rate / 1000)),
    [1, large.length, 1],
  );
  const shares = tensor(
    large.map((count) => count / 1000),
    [1, large.length, 1],
  );
  const [values] = poisson([1000]).logLikelihood(given, shares, []).arraySync();
  large.forEach((count, item) => {
    const exact = count * Math.log(rates[item]) - rates[item] - logGamma(count + 1);
    // The exponential of a log-rate of 8 to 5e-7; log y! alone, of 1.4 million nats for the second but last, would be off by a tenth.
    expect(Math.abs(values[item] - exact)).toBeLessThan(Math.max(1e-5, 1e-6 * count));
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its gradients are those of PyTorch in %s', (_engine, slopesOf) => {
  const probe: Probe = {
    of: [{ shape: [1, items, 1], values: Float32Array.from(outputs) }],
    to: (given) => sum(likelihood.logLikelihood(given, targets(), [])),
  };
  const [slopes] = slopesOf(probe);
  gradients.forEach((slope, at) => {
    expect(Math.abs(slopes[at] - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
  });
});

test('a count that is not known counts for nothing; several targets have units of their own', () => {
  const both = poisson([2, 10]);
  const given = tensor([0, 0.1, 0, 5], [1, 2, 2]);
  const [values] = both.logLikelihood(given, tensor([1.5, 1, 1, Number.NaN], [2, 2]), []).arraySync();
  const at = (rate: number, count: number) => count * Math.log(rate) - rate - logGamma(count + 1);
  expect(values[0]).toBeCloseTo(at(2, 3) + at(10 * Math.exp(0.1), 10), 5);
  expect(values[1]).toBeCloseTo(at(2, 2), 5);
});

test('predictions are rates in multiples of the unit', () => {
  const [first, second] = likelihood.predictive(tensor([0, Math.log(3)], [1, 2, 1])).dataSync();
  expect(first).toBe(1);
  expect(second).toBeCloseTo(3, 5);
});
