import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { quantiles } from '../../../src-workers/bayes/likelihoods/quantiles';
import recorded from '../../parity/fixtures/likelihoods.json';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const { outputs, targets, levels, scale, logProbabilities, gradients } = recorded.pinball;
const items = targets.length;
const shape = [1, items, levels.length];
const likelihood = quantiles({ levels, scale });

test('the log density is the mean over the levels of SciPy’s asymmetric Laplace distributions', () => {
  const values = likelihood.logLikelihood(tensor(outputs.flat(), shape), tensor(targets, [1, items, 1]), []);
  logProbabilities.forEach((value, item) => {
    expect(values.arraySync()[0][item]).toBeCloseTo(value, 4);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its gradients are those of PyTorch in %s', (_engine, slopesOf) => {
  const probe: Probe = {
    of: [{ shape, values: Float32Array.from(outputs.flat()) }],
    to: (given) => sum(likelihood.logLikelihood(given, tensor(targets, [1, items, 1]), [])),
  };
  const [slopes] = slopesOf(probe);
  gradients.flat().forEach((slope, at) => {
    expect(slopes[at]).toBeCloseTo(slope, 4);
  });
});

test('several targets stand side by side within each level, and one that is not known counts for nothing', () => {
  const both = quantiles({ levels: [0.25, 0.5], scale: 1 });
  // Quantiles of 25 % of both targets, then the medians.
  const given = tensor([1, 10, 2, 20], [1, 1, 4]);
  const density = (level: number, distance: number) =>
    Math.log(level * (1 - level)) - Math.max(level * distance, (level - 1) * distance);
  const of = (first: number, second: number) =>
    both.logLikelihood(given, tensor([first, second], [1, 1, 2]), []).arraySync()[0][0];
  expect(of(3, Number.NaN)).toBeCloseTo((density(0.25, 2) + density(0.5, 1)) / 2, 5);
  expect(of(Number.NaN, 13)).toBeCloseTo((density(0.25, 3) + density(0.5, -7)) / 2, 5);
  // The error of the medians.
  expect(both.fit(given, tensor([3, 16], [1, 1, 2])).dataSync()[0]).toBeCloseTo((1 + 16) / 2, 5);
});
