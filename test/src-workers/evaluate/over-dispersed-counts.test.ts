import { describe, expect, test } from 'vitest';
import { incompleteBeta } from '../../../src-workers/evaluate/distributions/incomplete-beta';
import { OverDispersedCounts } from '../../../src-workers/evaluate/distributions/over-dispersed-counts';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import recorded from '../../parity/fixtures/negative-binomial.json';

const unit = 2.5;

function mixture(parts: readonly (readonly number[])[]): OverDispersedCounts {
  return new OverDispersedCounts(
    Float64Array.from(parts, ([mean]) => mean / unit),
    Float64Array.from(parts, ([, dispersion]) => dispersion),
    unit,
  );
}

describe.each(recorded.mixtures)(
  'an equal mixture of negative binomial distributions of $parts, and the count $count',
  (one) => {
    const counts = mixture(one.parts);
    const truth = one.count / unit;
    /** Where not every count is looked at. */
    const isWide = one.parts.some(([mean, dispersion]) => mean * dispersion > 700);

    test('has the NLL and the distribution of SciPy', () => {
      expect(counts.nll(truth)).toBeCloseTo(one.nll, 8);
      expect(counts.below(truth)).toBeCloseTo(one.below[1], isWide ? 4 : 10);
      recorded.levels.forEach((level, at) => {
        const value = counts.quantile(level) * unit;
        const allowed = isWide ? Math.max(1, 2e-3 * one.quantiles[at]) : 1e-6;
        expect(Math.abs(value - one.quantiles[at])).toBeLessThanOrEqual(allowed);
      });
    });

    test('has the CRPS of its steps, and of one that of scoringrules', () => {
      const crps = unit * counts.crps(truth);
      expect(Math.abs(crps / one.crps - 1)).toBeLessThan(isWide ? 2e-4 : 1e-7);
      if ('closedCrps' in one) expect(Math.abs(crps / Number(one.closedCrps) - 1)).toBeLessThan(1e-6);
    });

    test('transforms the truth to anywhere in its own step', () => {
      const [before, after] = one.below;
      const digits = isWide ? 4 : 10;
      expect(counts.transform(truth, 0)).toBeCloseTo(before, digits);
      expect(counts.transform(truth, 0.25)).toBeCloseTo(before + 0.25 * (after - before), digits);
    });
  },
);

test('each sample has a dispersion beside its mean; the variance is mean + dispersion x mean²', () => {
  const samples = new ValueSamples(2, { kind: 'negative-binomial', units: [10, 1] }, 2);
  // [samples, items, means of both targets and their dispersions].
  const predictions = Float32Array.of(1, 4, 0.5, 0.25, 3, 2, 0.25, 1);
  samples.take(predictions, 0);
  // Counts 10 and 30: variances 10 + 0.5 * 100 and 30 + 0.25 * 900, in units of 10.
  expect([...samples.means]).toEqual([1, 3]);
  expect([...samples.stds]).toEqual(
    [Math.sqrt(60) / 10, Math.sqrt(255) / 10].map((one) => expect.closeTo(one, 6)),
  );
  samples.take(predictions, 1);
  expect([...samples.stds]).toEqual([Math.sqrt(8), Math.sqrt(6)].map((one) => expect.closeTo(one, 6)));
  // Of a dispersion of 1 counts are geometric: P(Y <= 0) = 1 / (1 + 2), so the median is 1.
  expect(samples.drawn(1, 0)).toBe(1);
});

test('the incomplete beta function, by hand', () => {
  // I_x(1, b) = 1 - (1 - x)^b, I_x(a, 1) = x^a, I_1/2(a, a) = 1/2.
  expect(incompleteBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 11);
  expect(incompleteBeta(0.9, 3, 1)).toBeCloseTo(0.9 ** 3, 11);
  expect(incompleteBeta(0.5, 1e5, 1e5)).toBeCloseTo(0.5, 9);
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
});
