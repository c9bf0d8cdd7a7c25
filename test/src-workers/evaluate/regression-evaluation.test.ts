import { expect, test } from 'vitest';
import { RegressionEvaluation } from '../../../src-workers/evaluate/regression-evaluation';
import { ensembleCrps, isCovered, quantile } from '../../../src-workers/evaluate/scores/crps';
import { mixtureCrps } from '../../../src-workers/evaluate/scores/mixture-crps';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

/** The same noise around each of so many samples. */
const ofEach = (std: number, samples: number) =>
  ({ kind: 'by-sample', stds: new Float64Array(samples).fill(std) }) as const;

test("CRPS of an ensemble is E|X - y| - 0.5 E|X - X'| over pairs of different members, worked by hand", () => {
  // Members 0, 1, 4, truth 2: mean distance (2 + 1 + 2) / 3; pairs |0-1| + |0-4| + |1-4| = 8, over 3.
  expect(ensembleCrps([0, 1, 4], 2)).toBeCloseTo(5 / 3 - 0.5 * (8 / 3), 12);
});

test('CRPS of an ensemble is fair: few members score on average what many of the same distribution do', () => {
  const scoreOf = (members: number) => {
    const [repeats, draws] = [4000, new Float32Array(4000 * members)];
    fillStatelessNormal(5, members, draws);
    const scores = Array.from({ length: repeats }, (_, at) =>
      ensembleCrps(draws.slice(at * members, (at + 1) * members).sort(), 0.5),
    );
    return scores.reduce((sum, score) => sum + score, 0) / repeats;
  };
  // Of N(0, 1) at 0.5 in closed form; a score of two members varies by about 0.6, its mean over 4000 by 0.01.
  const exact = mixtureCrps([0], [1], 0.5);
  expect(Math.abs(scoreOf(2) - exact)).toBeLessThan(0.04);
  expect(Math.abs(scoreOf(50) - exact)).toBeLessThan(0.01);
});

test('CRPS of one member is its distance from the truth', () => {
  expect(ensembleCrps([3], 1.5)).toBe(1.5);
});

test('quantiles interpolate between order statistics, and intervals cover what lies between them', () => {
  expect(quantile([0, 1, 2, 3, 4], 0.25)).toBe(1);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(isCovered([0, 1, 2, 3, 4], 1, 0.5)).toBe(true);
  expect(isCovered([0, 1, 2, 3, 4], 0.9, 0.5)).toBe(false);
});

test("scores are in the targets' own units and pass over values that are not known", () => {
  const evaluation = new RegressionEvaluation({
    noise: { kind: 'samples' },
    targetNames: ['a'],
    targetStd: [10],
  });
  // Three samples of two items; the second item's target is missing.
  evaluation.add(Float32Array.of(1, 9, 2, 9, 6, 9), 3, Float32Array.of(4, Number.NaN));
  const { rmse, mae, nll, crps } = evaluation.scores();
  expect(rmse).toBeCloseTo(10, 6);
  expect(mae).toBeCloseTo(10, 6);
  // Mean 3, unbiased variance 7, error 1, and the density shrinks by the unit.
  expect(nll).toBeCloseTo(0.5 * (Math.log(2 * Math.PI * 7) + 1 / 7) + Math.log(10), 6);
  // Distances 3, 2 and 2; pairs 1, 5 and 4.
  expect(crps).toBeCloseTo(10 * (7 / 3 - 0.5 * (10 / 3)), 5);
});

test('targets of several units are scored together in standard deviations, and each in its own unit', () => {
  const settings = { noise: ofEach(1, 2), targetNames: ['pressure', 'wind'], targetStd: [100, 2] };
  const evaluation = new RegressionEvaluation(settings);
  // Two samples of one item with two targets: means 1 and 0, truths 4 and 0.
  evaluation.add(Float32Array.of(0, 0, 2, 0), 2, Float32Array.of(4, 0));
  const scores = evaluation.scores();
  expect(scores.rmse).toBeCloseTo(Math.sqrt((9 + 0) / 2), 6);
  expect(scores['rmse.pressure']).toBeCloseTo(300, 4);
  expect(scores['rmse.wind']).toBe(0);
});

test('noise widens the predictive distribution: total variance is spread plus noise', () => {
  const evaluation = new RegressionEvaluation({ noise: ofEach(3, 3), targetNames: ['a'], targetStd: [1] });
  evaluation.add(Float32Array.of(1, 2, 6), 3, Float32Array.of(4));
  expect(evaluation.scores().nll).toBeCloseTo(0.5 * (Math.log(2 * Math.PI * 16) + 1 / 16), 6);
});

test('members with noise of their own are an uneven mixture: the noise counts by its mean variance, the score by each', () => {
  const noise = { kind: 'by-sample', stds: Float64Array.of(1, 3) } as const;
  const evaluation = new RegressionEvaluation({ noise, targetNames: ['a'], targetStd: [1] });
  evaluation.add(Float32Array.of(2, 6), 2, Float32Array.of(5));
  const { nll, crps } = evaluation.scores();
  // Mean 4, weights' variance 8, noise (1 + 9) / 2.
  expect(nll).toBeCloseTo(0.5 * (Math.log(2 * Math.PI * 13) + 1 / 13), 6);
  expect(crps).toBeCloseTo(mixtureCrps([2, 6], [1, 3], 5), 10);
});

test('noise that is predicted lies behind the values of each item, target by target', () => {
  const settings = { noise: { kind: 'predicted' }, targetNames: ['a', 'b'], targetStd: [1, 1] } as const;
  const evaluation = new RegressionEvaluation(settings);
  // One sample of two items, [a, b, noise of a, noise of b]; the last value is not known.
  evaluation.add(Float32Array.of(1, 2, 0.5, 2, 3, 4, 4, 8), 1, Float32Array.of(1.5, 2, 7, Number.NaN));
  const { nll, coverage50 } = evaluation.scores();
  const log = (std: number) => 0.5 * Math.log(2 * Math.PI) + Math.log(std);
  expect(nll).toBeCloseTo((log(0.5) + 0.5 + log(2) + log(4) + 0.5) / 3, 6);
  // One standard deviation off lies outside 50 %, the mean itself within.
  expect(coverage50).toBeCloseTo(1 / 3, 6);
});

test('central intervals of well-calibrated predictions cover as often as they claim', () => {
  const evaluation = new RegressionEvaluation({ noise: ofEach(1, 40), targetNames: ['a'], targetStd: [1] });
  const items = 2000;
  const truths = Float32Array.from(
    { length: items },
    (_, item) => Math.sqrt(2) * inverseNormal((item + 0.5) / items),
  );
  // Samples spread like the truth's mean, noise of one: predictions N(0, 2), as the truth is.
  const means = Float32Array.from({ length: 40 }, (_, sample) => inverseNormal((sample + 0.5) / 40));
  const samples = Float32Array.from({ length: 40 * items }, (_, at) => means[Math.floor(at / items)]);
  evaluation.add(samples, 40, truths);
  const { coverage50, coverage90 } = evaluation.scores();
  // 40 means at equal probabilities spread by 1 % less than what they stand for.
  expect(Math.abs(coverage50 - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(coverage90 - 0.9)).toBeLessThan(0.01);
});

/** By bisection of the error function's series; exact enough for a test. */
function inverseNormal(probability: number): number {
  let [low, high] = [-6, 6];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return low;
}

function normalCdf(x: number): number {
  const steps = 2000;
  const width = (x + 8) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += Math.exp(-0.5 * (-8 + (step + 0.5) * width) ** 2);
  return (sum * width) / Math.sqrt(2 * Math.PI);
}

test('where nothing was known to score by there is no score, of one target among several too', () => {
  const of = (targetNames: string[]) =>
    new RegressionEvaluation({ noise: ofEach(1, 2), targetNames, targetStd: targetNames.map(() => 2) });
  expect(of(['y']).scores()).toEqual({});
  const unknown = of(['y']);
  unknown.add(Float32Array.of(0, 1), 2, Float32Array.of(Number.NaN));
  expect(unknown.scores()).toEqual({});
  const two = of(['a', 'b']);
  two.add(Float32Array.of(1, 1, 1, 1), 2, Float32Array.of(0, Number.NaN));
  // Both samples say 1 of a truth 0, whose unit is 2.
  expect(two.scores()).toMatchObject({ rmse: 1, 'rmse.a': 2 });
  expect(Object.keys(two.scores()).filter((name) => name.endsWith('.b'))).toEqual([]);
});
