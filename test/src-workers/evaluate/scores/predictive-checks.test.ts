import { describe, expect, test } from 'vitest';
import { isSurprising } from '../../../../src-shared/assessment/predictive-check';
import { CheckedClasses } from '../../../../src-workers/assess/checked-classes';
import { CheckedValues } from '../../../../src-workers/assess/checked-values';
import { classChecks, valueChecks } from '../../../../src-workers/evaluate/scores/predictive-checks';
import { ValueSamples } from '../../../../src-workers/evaluate/value-samples';
import { fillStatelessNormal } from '../../../../src-workers/random/stateless-noise';

describe('checks of values', () => {
  test('hold what came against each data set drawn, those that are equal by half: by hand', () => {
    // Means 2, 3 and 1, of which one is larger than what came and one equal; maxima 4, 3 and 1.
    const checks = valueChecks(
      [1, 3],
      [
        [0, 4],
        [3, 3],
        [1, 1],
      ],
      true,
    );
    const of = (name: string) => checks.find(({ statistic }) => statistic === name);
    expect(of('mean')).toEqual({ statistic: 'mean', observed: 2, low: 1.05, median: 2, high: 2.95, p: 0.5 });
    expect(of('max')).toMatchObject({ observed: 3, p: (1 + 0.5) / 3 });
    // Standard deviations of 1 against 2, 0 and 0.
    expect(of('std')).toMatchObject({ observed: 1, p: 1 / 3 });
    // None came; half of the first data set are zero.
    expect(of('zeros')).toMatchObject({ observed: 0, p: (1 + 2 / 2) / 3 });
    expect(checks.map(({ statistic }) => statistic)).toEqual([
      'mean',
      'std',
      'min',
      'q05',
      'median',
      'q95',
      'max',
      'zeros',
    ]);
    expect(valueChecks([], [[]], false)).toEqual([]);
  });

  /** 400 values around 0 as 64 samples predict them, each around a mean of its own. */
  function checked(std: number, truthStd: number) {
    const samples = 64;
    const means = new Float32Array(samples);
    fillStatelessNormal(1, 2, means);
    const predicted = new ValueSamples(
      samples,
      { kind: 'by-sample', stds: new Float64Array(samples).fill(std) },
      1,
    );
    const truths = new Float32Array(400);
    fillStatelessNormal(3, 4, truths);
    const values = new CheckedValues({ names: ['y'], mean: [5], std: [2] }, predicted, 7);
    truths.forEach((truth) => {
      values.add(
        predicted.take(
          means.map((one) => 0.05 * one),
          0,
        ),
        truthStd * truth,
        0,
      );
    });
    return values.checks();
  }

  test('pass where values come as they are expected, in the target’s own unit', () => {
    const checks = checked(1, 1);
    expect(checks.filter(isSurprising)).toEqual([]);
    const mean = checks.find(({ statistic }) => statistic === 'mean');
    expect(mean?.observed).toBeCloseTo(5, 0);
    expect(mean?.low).toBeLessThan(5);
    expect(mean?.high).toBeGreaterThan(5);
  });

  test('fail of the spread, and not of the mean, where the noise is taken for half of what it is', () => {
    const failed = checked(0.5, 1).filter(isSurprising);
    const names = failed.map(({ statistic }) => statistic);
    expect(names).toEqual(expect.arrayContaining(['std', 'q05', 'q95', 'min', 'max']));
    expect(names).not.toContain('median');
    expect(failed.find(({ statistic }) => statistic === 'std')?.p).toBe(0);
  });
});

describe('checks of classes', () => {
  test('hold the share of each class against that of each data set drawn: by hand', () => {
    const [first, second] = classChecks(
      ['a', 'b'],
      [1, 3],
      [
        [2, 2],
        [1, 3],
        [0, 4],
      ],
    );
    expect(first).toMatchObject({ statistic: 'share of a', observed: 0.25, median: 0.25, p: 0.5 });
    expect(second).toMatchObject({ statistic: 'share of b', observed: 0.75, p: 0.5 });
    expect(classChecks(['a', 'b'], [0, 0], [[0, 0]])).toEqual([]);
  });

  test('draw what samples are sure of, and of the others each as often as its probability', () => {
    const items = 2000;
    const checked = new CheckedClasses(['a', 'b', 'c'], 2, 5);
    // The first sample is sure of b, the second halves between a and c.
    const sure = Array.from({ length: items }, () => [-100, 0, -100]).flat();
    const half = Array.from({ length: items }, () => [Math.log(0.5), -100, Math.log(0.5)]).flat();
    checked.add(Float32Array.from([...sure, ...half]), new Int32Array(items).fill(1));
    const [a, b, c] = checked.checks();
    expect([b.observed, b.p]).toEqual([1, 0.25]);
    // Of two data sets the interval reaches from one to the other, less 2.5 % at each end.
    expect(a.high / 0.975).toBeCloseTo(0.5, 1);
    expect(c.high / 0.975).toBeCloseTo(0.5, 1);
    expect(a.low).toBeLessThan(0.02);
  });
});
