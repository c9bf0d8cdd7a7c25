import { describe, expect, test } from 'vitest';
import { Counts } from '../../../src-workers/evaluate/distributions/counts';
import { NormalPieces, normalPlaces } from '../../../src-workers/evaluate/distributions/normal-pieces';
import { RegressionEvaluation } from '../../../src-workers/evaluate/regression-evaluation';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import recorded from '../../parity/fixtures/likelihoods.json';

const levels = [0.05, 0.25, 0.5, 0.75, 0.95];

describe.each(recorded.countMixtures)(
  'an equal mixture of Poisson distributions of $rates, and the count $count',
  (one) => {
    // In multiples of a unit, as targets are.
    const unit = 2.5;
    const counts = new Counts(
      Float64Array.from(one.rates, (rate) => rate / unit),
      unit,
    );
    const truth = one.count / unit;

    test('has the NLL and the distribution of SciPy, and the deviance of scikit-learn', () => {
      expect(counts.nll(truth)).toBeCloseTo(one.nll, 8);
      expect(counts.ownScores(truth).deviance).toBeCloseTo(one.deviance, 8);
      expect(counts.below(truth)).toBeCloseTo(one.below[1], 10);
      expect(levels.map((level) => counts.quantile(level) * unit)).toEqual(
        one.quantiles.map((count) => expect.closeTo(count, 9)),
      );
    });

    test('has the CRPS of its steps, and of one rate that of scoringrules', () => {
      expect(unit * counts.crps(truth)).toBeCloseTo(one.crps, 8);
      if (one.closedCrps !== undefined) expect(unit * counts.crps(truth)).toBeCloseTo(one.closedCrps, 8);
    });

    test('transforms the truth to anywhere in its own step', () => {
      const [before, after] = one.below;
      expect(counts.transform(truth, 0)).toBeCloseTo(before, 10);
      expect(counts.transform(truth, 0.25)).toBeCloseTo(before + 0.25 * (after - before), 10);
    });
  },
);

test('rates too large to add up are taken as Gaussians, which differ by little', () => {
  const rate = 2e5;
  const counts = new Counts(Float64Array.of(rate), 1);
  // Of a Gaussian of the standard deviation 447.2, 1.2816 of them above the mean.
  expect(counts.quantile(0.9)).toBeCloseTo(rate + 1.2815516 * Math.sqrt(rate), 1);
  expect(counts.below(rate)).toBeCloseTo(0.5, 6);
});

describe.each(recorded.quantileFunctions)('a distribution with the quantiles $quantiles', (one) => {
  const pieces = new NormalPieces(one.levels, normalPlaces(one.levels), Float64Array.from(one.quantiles));

  test('has these quantiles', () => {
    expect(one.levels.map((level) => pieces.quantile(level))).toEqual(one.quantiles);
    // The normal distribution is good to 1e-7.
    one.levels.forEach((level, at) => {
      expect(pieces.below(one.quantiles[at])).toBeCloseTo(level, 6);
    });
  });

  test.each(one.scored)('scores $truth as SciPy does, by integration, and scikit-learn', (scored) => {
    expect(pieces.below(scored.truth)).toBeCloseTo(scored.below, 6);
    expect(pieces.crps(scored.truth)).toBeCloseTo(scored.crps, 5);
    expect(pieces.nll(scored.truth, 3)).toBeCloseTo(scored.nll + Math.log(3), 4);
    expect(pieces.ownScores(scored.truth, 3).pinball).toBeCloseTo(3 * scored.pinball, 6);
  });
});

test('quantiles that cross are put in order, and it is told', () => {
  const crossed = new NormalPieces(
    [0.25, 0.5, 0.75],
    normalPlaces([0.25, 0.5, 0.75]),
    Float64Array.of(1, 0, 2),
  );
  expect([0.25, 0.5, 0.75].map((level) => crossed.quantile(level))).toEqual([0, 1, 2]);
  expect(crossed.isCrossed).toBe(true);
  expect(crossed.ownScores(1, 1).crossing).toBe(1);
});

test('quantiles that coincide have a density nonetheless', () => {
  const point = new NormalPieces(
    [0.25, 0.5, 0.75],
    normalPlaces([0.25, 0.5, 0.75]),
    Float64Array.of(1, 1, 1),
  );
  expect(point.crps(1)).toBeLessThan(1e-3);
  expect(Number.isFinite(point.nll(1, 1))).toBe(true);
});

test('of several targets each sample’s quantiles are read level by level, and pooled as their means', () => {
  const predicted = new ValueSamples(2, { kind: 'quantiles', levels: [0.25, 0.5, 0.75] }, 2);
  // [samples, items, levels, targets], one item.
  const predictions = Float32Array.of(0, 10, 1, 20, 2, 30, 2, 10, 3, 22, 4, 30);
  expect(predicted.valuesOf(6)).toBe(2);
  const first = predicted.take(predictions, 0);
  expect([...first.means]).toEqual([1, 3]);
  expect([0.25, 0.5, 0.75].map((level) => first.distribution().quantile(level))).toEqual([1, 2, 3]);
  // The quartiles of N(0, 1) are 1.349 apart.
  expect(first.stds[0]).toBeCloseTo(2 / 1.3489795, 5);
  const second = predicted.take(predictions, 1);
  expect([...second.means]).toEqual([20, 22]);
  expect(second.distribution(1).quantile(0.25)).toBe(10);
});

test('counts are scored in their own unit, their coverage by the randomised transform', () => {
  const evaluation = new RegressionEvaluation({
    noise: { kind: 'poisson', units: [4] },
    targetNames: ['n'],
    targetStd: [4],
  });
  // Rates of 6 and 10, of which 5 came: a mean of 8.
  evaluation.add(Float32Array.of(1.5, 2.5), 2, Float32Array.of(1.25));
  const { rmse, nll, deviance } = evaluation.scores();
  expect(rmse).toBeCloseTo(3, 6);
  const probability = (rate: number) => (Math.exp(-rate) * rate ** 5) / 120;
  expect(nll).toBeCloseTo(-Math.log((probability(6) + probability(10)) / 2), 6);
  expect(deviance).toBeCloseTo(2 * (5 * Math.log(5 / 8) + 3), 6);
  // Zeros of a rate of 0.05: a central half that zero alone fills must not hold all of them.
  const rare = new RegressionEvaluation({
    noise: { kind: 'poisson', units: [1] },
    targetNames: ['n'],
    targetStd: [1],
  });
  rare.add(new Float32Array(400).fill(0.05), 1, new Float32Array(400));
  // P(0) is 0.951: of its transforms those between 0.25 and 0.75 are 0.526.
  expect(rare.scores().coverage50).toBeCloseTo(0.526, 2);
});
