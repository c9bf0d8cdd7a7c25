import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gaussian } from '../../../src-workers/bayes/likelihoods/gaussian';
import { ofMembers } from '../../../src-workers/bayes/likelihoods/of-members';
import recorded from '../../parity/fixtures/target-noise.json';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const own = gaussian({ kind: 'learned', std: 0.5, noises: 2 });

// Two samples, three items and two targets, the first of the second item unknown.
describe.each([
  ['all samples together', recorded.shared, own, [2]],
  ['members with noises of their own', recorded.ofMembers, ofMembers(own, 2), [2, 2]],
])('each of two targets has its own learned noise: %s', (_name, one, likelihood, shape) => {
  const outputs = Float32Array.from(one.outputs);
  const logStds = Float32Array.from(one.logStds);
  const targets = () =>
    tensor(
      one.targets.map((value) => value ?? Number.NaN),
      [1, 3, 2],
    );

  test('is a parameter with a number for each', () => {
    expect(likelihood.parameters).toEqual([
      { name: 'likelihood.log_std', shape, role: 'log-std', initial: Math.log(0.5) },
    ]);
  });

  test('the log density is that of SciPy', () => {
    const values = likelihood
      .logLikelihood(tensor(outputs, [2, 3, 2]), targets(), [tensor(logStds, shape)])
      .arraySync();
    expect(values.flat()).toHaveLength(6);
    one.logDensities.flat().forEach((value, at) => {
      expect(values.flat()[at] / value).toBeCloseTo(1, 4);
    });
  });

  test.each([
    ['the JavaScript engine', slopesInJavascript],
    ['the graph', slopesInGraph],
  ])('so are its gradients by outputs and noises, in %s', (_engine, slopesOf) => {
    const probe: Probe = {
      of: [
        { shape: [2, 3, 2], values: outputs },
        { shape, values: logStds },
      ],
      to: (given, noise) => sum(likelihood.logLikelihood(given, targets(), [noise])),
    };
    const expected = [one.byOutputs, one.byLogStds];
    slopesOf(probe).forEach((slopes, which) => {
      expect(slopes).toHaveLength(expected[which].length);
      expected[which].forEach((slope, at) => {
        expect(Math.abs(slopes[at] - slope)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
      });
    });
  });
});

// Half-normal of a standard deviation as a density of its logarithm l: log(2 / sqrt(2 pi)) - exp(2 l) / 2 + l.
test('before the data each noise is believed half-normal: densities add up over targets, in the mean over members', () => {
  const densityOf = (logStd: number) =>
    Math.log(2 / Math.sqrt(2 * Math.PI)) - Math.exp(2 * logStd) / 2 + logStd;
  const logStds = [-2, 0.7, -1.5, 0.4];
  const expected = logStds.reduce((all, logStd) => all + densityOf(logStd) / 2, 0);
  const value = ofMembers(own, 2)
    .logPrior?.([tensor(logStds, [2, 2])])
    .dataSync()[0];
  expect(value).toBeCloseTo(expected, 5);
});
