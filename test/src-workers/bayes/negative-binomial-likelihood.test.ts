import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { negativeBinomial } from '../../../src-workers/bayes/likelihoods/negative-binomial';
import { logGamma } from '../../../src-workers/bayes/priors/log-gamma';
import recorded from '../../parity/fixtures/negative-binomial.json';
import { finiteDifferenceRatio, type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const { rows, unit, start } = recorded.likelihood;
const items = rows.length;
const likelihood = negativeBinomial({ start, units: [unit] });
const outputs = Float32Array.from(rows.flatMap((row) => row.outputs));
const targets = () =>
  tensor(
    rows.map(({ count }) => count / unit),
    [1, items, 1],
  );
const near = (value: number, exact: number, digits = 2e-5) =>
  expect(Math.abs(value - exact), `${value} for ${exact}`).toBeLessThan(
    digits * Math.max(1, Math.abs(exact)),
  );
const probe: Probe = {
  of: [{ shape: [1, items, 2], values: outputs }],
  to: (given) => sum(likelihood.logLikelihood(given, targets(), [])),
};

test('the log probability is that of scipy.stats.nbinom, from nearly Poisson to nearly all zeros', () => {
  const [values] = likelihood.logLikelihood(tensor(outputs, [1, items, 2]), targets(), []).arraySync();
  rows.forEach(({ logProbability }, item) => {
    near(values[item], logProbability);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its gradients by mean and dispersion are those of mpmath in %s', (_engine, slopesOf) => {
  const [slopes] = slopesOf(probe);
  rows.forEach(({ gradient }, item) => {
    near(slopes[2 * item], gradient[0], 1e-4);
    near(slopes[2 * item + 1], gradient[1], 2e-4);
  });
});

test('its gradients are what finite differences find', () => {
  const mild = rows.map((row, item) => ({ ...row, item })).filter(({ count }) => count < 100);
  const few: Probe = {
    of: [
      {
        shape: [1, mild.length, 2],
        values: Float32Array.from(mild.flatMap(({ outputs: own }) => own)),
      },
    ],
    to: (given) =>
      likelihood.logLikelihood(
        given,
        tensor(
          mild.map(({ count }) => count / unit),
          [1, mild.length, 1],
        ),
        [],
      ),
  };
  for (let direction = 0; direction < 3; direction += 1)
    expect(finiteDifferenceRatio(few, direction)).toBeCloseTo(1, 2);
});

test('with hardly any dispersion it is Poisson’s, of counts up to millions too', () => {
  const counts = [0, 3, 17, 1000, 123_456, 4_000_000];
  const rates = counts.map((count) => Math.max(count, 1) * 1.001);
  const given = tensor(
    rates.flatMap((rate) => [Math.log(rate), -1e6]),
    [1, counts.length, 2],
  );
  const [values] = negativeBinomial({ start: 1e-4, units: [1] })
    .logLikelihood(given, tensor(counts, [1, counts.length, 1]), [])
    .arraySync();
  counts.forEach((count, item) => {
    const alpha = 1e-4 * Math.exp(-14);
    const exact = count * Math.log(rates[item]) - rates[item] - logGamma(count + 1);
    // The dispersion that is left adds about (count - rate)² - count over two, times itself.
    const allowed = Math.max(2e-5, 1e-6 * count) + alpha * (count + (count - rates[item]) ** 2);
    expect(Math.abs(values[item] - exact)).toBeLessThan(allowed);
  });
});

test('a count that is not known counts for nothing; several targets have units and dispersions of their own', () => {
  const both = negativeBinomial({ start: 1, units: [2, 10] });
  const given = tensor([0, 0.1, Math.log(0.5), 0, 0, 5, 0, 5], [1, 2, 4]);
  const [values] = both.logLikelihood(given, tensor([1.5, 1, 1, Number.NaN], [2, 2]), []).arraySync();
  // By hand: of a dispersion of 1 counts are geometric, p (1 - p)^y of p = 1 / (1 + mean).
  const geometric = (mean: number, count: number) => count * Math.log(mean / (1 + mean)) - Math.log(1 + mean);
  // Of 1/2, n = 2: (y + 1) p² (1 - p)^y of p = 2 / (2 + mean).
  const ofHalf = (mean: number, count: number) =>
    Math.log(count + 1) + 2 * Math.log(2 / (2 + mean)) + count * Math.log(mean / (2 + mean));
  expect(values[0]).toBeCloseTo(ofHalf(2, 3) + geometric(10 * Math.exp(0.1), 10), 4);
  expect(values[1]).toBeCloseTo(geometric(2, 2), 5);
});

test('predictions are means in multiples of the unit, and dispersions behind them', () => {
  const predicted = likelihood.predictive(tensor([0, Math.log(3), -1, 1], [1, 2, 2])).dataSync();
  expect([...predicted]).toEqual(
    [1, 1.5, Math.exp(-1), 0.5 * Math.E].map((value) => expect.closeTo(value, 5)),
  );
});
