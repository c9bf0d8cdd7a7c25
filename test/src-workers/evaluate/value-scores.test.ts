import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Climatology } from '../../../src-workers/evaluate/scores/climatology';
import { intervalScores } from '../../../src-workers/evaluate/scores/interval-scores';
import { multivariateScores } from '../../../src-workers/evaluate/scores/multivariate-scores';
import { TransformHistogram } from '../../../src-workers/evaluate/scores/probability-integral-transform';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';

/** What scoringrules and SciPy make of the same numbers (test/parity/record_value_scores.py). */
const recorded = JSON.parse(readFileSync('test/parity/fixtures/value-scores.json', 'utf8')) as {
  readonly mixture: {
    readonly means: readonly (readonly number[])[];
    readonly stds: readonly number[];
    readonly truths: readonly number[];
    readonly pit: readonly number[];
    readonly score50: readonly number[];
    readonly score90: readonly number[];
    readonly pinball: readonly number[];
  };
  readonly together: {
    readonly truth: readonly number[];
    readonly draws: readonly (readonly number[])[];
    readonly energyWithItself: number;
    readonly meanDistance: number;
    readonly variogram: number;
  };
  readonly climatology: {
    readonly usual: readonly number[];
    readonly truths: readonly number[];
    readonly crps: readonly number[];
  };
};

const { mixture, together, climatology } = recorded;
const predicted = new ValueSamples(3, { kind: 'by-sample', stds: Float64Array.from(mixture.stds) }, 1);
const predictions = Float32Array.from(mixture.means.flat());

/** Means come as float32 and the normal distribution to 1e-7: scores of up to 40 to 1e-5. */
const close = (value: number) => expect.closeTo(value, 5);

describe('of the mixture of Gaussians around three samples', () => {
  test('the integral transform is SciPy’s', () => {
    const found = mixture.truths.map((truth, at) =>
      predicted.take(predictions, at).distribution().transform(truth, 0.5),
    );
    expect(found).toEqual(mixture.pit.map((one) => expect.closeTo(one, 6)));
  });

  test('interval scores and the pinball loss of its quantiles are those of scoringrules', () => {
    const found = mixture.truths.map((truth, at) =>
      intervalScores(predicted.take(predictions, at).distribution(), truth),
    );
    expect(found.map(({ score50 }) => score50)).toEqual(mixture.score50.map(close));
    expect(found.map(({ score90 }) => score90)).toEqual(
      // They charge 20 times what a quantile is off by.
      mixture.score90.map((one) => expect.closeTo(one, 4)),
    );
    expect(found.map(({ pinball }) => pinball)).toEqual(mixture.pinball.map(close));
  });

  test('a score is the width where the interval holds the truth', () => {
    const distribution = predicted.take(predictions, 0).distribution();
    const { width50, score50 } = intervalScores(distribution, mixture.means[0][0]);
    expect(width50).toBeGreaterThan(0);
    expect(score50).toBeGreaterThanOrEqual(width50);
  });
});

test('of draws without noise the integral transform is the truth’s middle rank, by hand', () => {
  const draws = new ValueSamples(3, { kind: 'samples' }, 1).take(Float32Array.of(1, 2, 3), 0);
  expect([0, 1, 1.5, 2, 9].map((truth) => draws.distribution().transform(truth, 0.5))).toEqual([
    0.125, 0.25, 0.375, 0.5, 0.875,
  ]);
});

test('a histogram of transforms keeps both ends, and leaves out what is no number', () => {
  const histogram = new TransformHistogram();
  for (const transform of [0, 0.005, 0.5, 1, Number.NaN]) histogram.add(transform);
  expect([histogram.counts[0], histogram.counts[50], histogram.counts[99]]).toEqual([2, 1, 1]);
  expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
});

test('of several values together, energy and variogram scores are those of scoringrules', () => {
  const draws = together.draws.map((draw) => Float64Array.from(draw));
  const { energy, variogram } = multivariateScores(draws, Float64Array.from(together.truth));
  // scoringrules counts each draw with itself among the pairs: their distance of 0 makes its second mean smaller.
  const fair = together.energyWithItself - (0.5 * together.meanDistance) / (draws.length - 1);
  expect(energy).toBeCloseTo(fair, 10);
  expect(variogram).toBeCloseTo(together.variogram, 10);
});

test('the score of predicting by what was trained on is the CRPS of that ensemble, by scoringrules', () => {
  const usual = new Climatology(Float64Array.from([...climatology.usual, Number.NaN]));
  expect(climatology.truths.map((truth) => usual.crps(truth))).toEqual(
    climatology.crps.map((one) => expect.closeTo(one, 10)),
  );
});
