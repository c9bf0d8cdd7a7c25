import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { logVariance } from '../../../src-workers/bayes/likelihoods/log-variance';
import recorded from '../../parity/fixtures/likelihoods.json';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const { outputs, targets, logProbabilities, gradients, stds } = recorded.logVariance;
const items = targets.length;
const shape = [1, items, 2];
const flat = Float32Array.from(outputs.flat());
const likelihood = logVariance();

test('the log density is that of torch.distributions: Normal with the root of the variance that the network gives', () => {
  const values = likelihood.logLikelihood(tensor(flat, shape), tensor(targets, [1, items, 1]), []);
  // Of a standard deviation of a thousandth single precision keeps five digits.
  logProbabilities.forEach((value, item) => {
    expect(values.arraySync()[0][item] / value).toBeCloseTo(1, 4);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its gradients are those of PyTorch in %s', (_engine, slopesOf) => {
  const probe: Probe = {
    of: [{ shape, values: flat }],
    to: (given) => sum(likelihood.logLikelihood(given, tensor(targets, [1, items, 1]), [])),
  };
  const [slopes] = slopesOf(probe);
  gradients.flat().forEach((slope, at) => {
    expect(Math.abs(slopes[at] - slope)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
  });
});

test('predictions are values with the standard deviations behind them, never below a thousandth', () => {
  const predicted = likelihood.predictive(tensor(flat, shape)).arraySync() as number[][][];
  predicted[0].forEach(([value, std], item) => {
    expect(value).toBe(Math.fround(outputs[item][0]));
    expect(std / stds[item]).toBeCloseTo(1, 5);
  });
  expect(Math.min(...stds)).toBeCloseTo(1e-3, 5);
});

test('a target that is not known counts for nothing, its noise neither', () => {
  const given = tensor([0.3, 9, 0, 4], [1, 1, 4]);
  const [[value]] = likelihood.logLikelihood(given, tensor([1, Number.NaN], [1, 1, 2]), []).arraySync();
  expect(value).toBeCloseTo(-0.5 * (0.7 ** 2 + Math.log(2 * Math.PI)), 4);
});
