import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { boundedLog, boundedLogOf } from '../../../src-workers/bayes/likelihoods/bounded-log';
import type { Likelihood } from '../../../src-workers/bayes/likelihoods/likelihood';
import { logVariance } from '../../../src-workers/bayes/likelihoods/log-variance';
import { negativeBinomial } from '../../../src-workers/bayes/likelihoods/negative-binomial';
import { poisson } from '../../../src-workers/bayes/likelihoods/poisson';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

// By hand: K = 20, L = 15; beyond K it is K + 15 x / (15 + x) with the slope (15 / (15 + x))².
const cases: readonly (readonly [number, number, number])[] = [
  [0, 0, 1],
  [-3.5, -3.5, 1],
  [19.75, 19.75, 1],
  [25, 20 + 3.75, 0.5625],
  [-25, -23.75, 0.5625],
  [35, 27.5, 0.25],
  [-155, -20 - 13.5, 0.01],
  [1e30, 35, 0],
];

test('a logarithm is itself up to 20, and beyond goes on smoothly to 35 at most', () => {
  const values = boundedLog(tensor(cases.map(([f]) => f))).dataSync();
  cases.forEach(([f, value, slope], at) => {
    expect(values[at]).toBeCloseTo(value, 5);
    expect(boundedLogOf(f)).toEqual({ value: expect.closeTo(value, 12), slope: expect.closeTo(slope, 12) });
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its slope is 1 inside and falls as the square of the distance outside, in %s', (_engine, slopesOf) => {
  const [slopes] = slopesOf({
    of: [{ shape: [cases.length], values: Float32Array.from(cases, ([f]) => f) }],
    to: (f) => sum(boundedLog(f)),
  });
  expect([...slopes]).toEqual(cases.map(([, , slope]) => expect.closeTo(slope, 5)));
});

describe.each<readonly [string, Likelihood, readonly number[]]>([
  ['log-variance', logVariance(), [0, 1]],
  ['poisson', poisson([3]), [0]],
  ['negative-binomial', negativeBinomial({ start: 1, units: [3] }), [0, 1]],
])('however wild what a network gives for %s', (_kind, likelihood, places) => {
  const wild = [-1e30, -1e6, -104, -50, 50, 89, 1e6, 1e30];
  const targets = [0, 1, 400];
  const combinations =
    places.length === 1 ? wild.map((f) => [f]) : wild.flatMap((r) => [-2, 0.5].map((f) => [f, r]));
  const turned = places.length === 1 ? [] : wild.filter((f) => Math.abs(f) < 1e5).map((f) => [f, 0.5]);
  const rows = [...combinations, ...turned].flatMap((own) => targets.map((target) => ({ own, target })));
  const came = () =>
    tensor(
      rows.map(({ target }) => target),
      [1, rows.length, 1],
    );
  const probe: Probe = {
    of: [
      {
        shape: [1, rows.length, places.length],
        values: Float32Array.from(rows.flatMap(({ own }) => own)),
      },
    ],
    to: (given) => sum(likelihood.logLikelihood(given, came(), [])),
  };

  test('its likelihood, fit and predictions are numbers', () => {
    const given = tensor(probe.of[0].values, [...probe.of[0].shape]);
    expect(likelihood.logLikelihood(given, came(), []).dataSync().every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(likelihood.fit(given, came()).dataSync()[0])).toBe(true);
    expect(likelihood.predictive(given).dataSync().every(Number.isFinite)).toBe(true);
  });

  test.each([
    ['the JavaScript engine', slopesInJavascript],
    ['the graph', slopesInGraph],
  ])('and so are its gradients, in %s', (_engine, slopesOf) => {
    expect(slopesOf(probe)[0].every(Number.isFinite)).toBe(true);
  });
});
