import { describe, expect, test } from 'vitest';
import { exchangeTest, PairedScores } from '../../../src-workers/compare/paired-scores';
import { PairedValues } from '../../../src-workers/compare/paired-values';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

/** scipy.stats.permutation_test((d,), |mean|, permutation_type='samples', n_resamples=inf, alternative='greater') of SciPy 1.17.1. */
const exact: readonly (readonly [chance: number, differences: readonly number[]])[] = [
  [0.615234375, [2.441, -2.156, 0.818, -0.168, -0.053, 0.184, -1.62, 0.168, -0.465, 3.723]],
  [0.140625, [0.226, -0.353, -0.281, -0.668, -1.055, -0.391, 0.482, -0.239]],
  [0.00048828125, [1.958, 0.8, 1.024, 2.546, 1.545, 0.495, 0.817, 1.541, 2.935, 0.73, 0.756, 2.002]],
];

test.each(exact)('the exchange test of few items is exact: %f, as SciPy has it', (chance, differences) => {
  expect(exchangeTest(differences, 0)).toBe(chance);
});

test('of many items it is drawn: chance alone is not called a difference, a shift by half a deviation is', () => {
  const noise = new Float32Array(400);
  fillStatelessNormal(5, 6, noise);
  const around = (centre: number) => Array.from(noise, (one) => one + centre);
  const mean = noise.reduce((sum, one) => sum + one, 0) / noise.length;
  expect(exchangeTest(around(-mean), 1)).toBeGreaterThan(0.99);
  expect(exchangeTest(around(0.5), 1)).toBe(1 / 4096);
});

test('two runs that score alike differ by nothing, and chance explains all of it', () => {
  const scores = new PairedScores('accuracy');
  [1, 0, 1].forEach((one, item) => {
    scores.add(one, one, item);
  });
  const { interval, chance, first, second } = scores.value(3);
  expect([interval, chance, first - second]).toEqual([[0, 0], 1, 0]);
});

test('groups are exchanged and drawn as a whole: by chance as often as SciPy has it for their sums', () => {
  for (const [chance, sums] of exact) {
    const scores = new PairedScores('nll');
    const of: number[] = [];
    sums.forEach((sum, group) => {
      // Of two items each, in turns, whose differences add up to the group's.
      for (const part of [0.25, 0.75]) {
        scores.add(0, part * sum, of.length);
        of.push(group);
      }
    });
    const found = scores.value(0, { kind: 'groups', column: 'site', of: Uint32Array.from(of) });
    expect(found.chance).toBe(chance);
    expect(found.drawn).toEqual({ kind: 'groups', column: 'site', count: sums.length });
  }
});

describe('of values', () => {
  const sure = (std: number) => new ValueSamples(1, { kind: 'by-sample', stds: Float64Array.of(std) }, 1);

  test('an item’s score is the mean over its known values, in the unit of the target, by hand', () => {
    const paired = new PairedValues([2]);
    const [narrow, wide] = [sure(1), sure(1)];
    const add = (truth: number, item: number) =>
      paired.add(narrow.take(Float32Array.of(truth), 0), wide.take(Float32Array.of(truth + 1), 0), truth, {
        target: 0,
        item,
      });
    add(0, 0);
    add(3, 0);
    paired.add(narrow, wide, Number.NaN, { target: 0, item: 0 });
    add(1, 1);
    const [nll, crps] = paired.value(0);
    // A Gaussian of deviation 2 at the truth and one deviation beside it.
    expect(nll.first).toBeCloseTo(0.5 * Math.log(2 * Math.PI) + Math.log(2), 6);
    expect(nll.second - nll.first).toBeCloseTo(0.5, 6);
    // Of N(0, 1): 0.2337 at its centre and 0.6024 one deviation from it (scipy, properscoring).
    expect([crps.first, crps.second]).toEqual([
      expect.closeTo(2 * 0.23369, 4),
      expect.closeTo(2 * 0.60244, 4),
    ]);
    expect(nll.chance).toBe(0.5);
  });

  test('without a known value there is no score', () => {
    const paired = new PairedValues([1]);
    paired.add(sure(1), sure(1), Number.NaN, { target: 0, item: 0 });
    expect(paired.value(0)).toEqual([]);
  });
});
