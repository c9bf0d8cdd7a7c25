import { describe, expect, test } from 'vitest';
import { classScores, classSet } from '../../../src-workers/calibrate/class-sets';
import { conformalThreshold } from '../../../src-workers/calibrate/conformal-threshold';
import { intervalMethods } from '../../../src-workers/calibrate/value-intervals';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

describe('the threshold', () => {
  test('is the ceil((n + 1) coverage)-th smallest score, by hand', () => {
    // ceil(10 x 0.8) = 8
    expect(conformalThreshold(Float64Array.of(9, 1, 8, 2, 7, 3, 6, 4, 5), 0.8, 'items')).toBe(8);
    expect(conformalThreshold(Float64Array.of(9, 1, 8, 2, 7, 3, 6, 4, 5), 0.9, 'items')).toBe(9);
  });

  test('is refused where too few items could promise the coverage, with the number that could', () => {
    expect(() => conformalThreshold(new Float64Array(98), 0.99, 'validation items')).toThrow(
      /^coverage: 0\.99 takes at least 99 validation items, and the run has 98; /,
    );
    expect(conformalThreshold(new Float64Array(99), 0.99, 'validation items')).toBe(0);
  });

  test('over 200 random splits holds new scores as often as promised, and not much more', () => {
    const calibrating = 99;
    const tested = 400;
    const coverage = 0.9;
    let held = 0;
    for (let split = 0; split < 200; split += 1) {
      const normal = new Float32Array(calibrating + tested);
      fillStatelessNormal(15, split, normal);
      const scores = Float64Array.from(normal, Math.abs);
      const threshold = conformalThreshold(scores.slice(0, calibrating), coverage, 'items');
      held += scores.slice(calibrating).filter((score) => score <= threshold).length;
    }
    // With distinct scores the expected coverage is 90/100; one split's varies by sqrt(0.9 x 0.1 / 101) = 0.030 through
    // its threshold and sqrt(0.09 / 400) = 0.015 through its items, the mean of 200 by 0.0024: three of them.
    expect(Math.abs(held / (200 * tested) - 0.9)).toBeLessThan(0.0072);
  });
});

describe('sets of classes', () => {
  const probabilities = Float32Array.of(0.125, 0.5, 0.25, 0.125);

  test('APS by hand: a class scores the probability of itself and of all that are more likely', () => {
    expect([...classScores('aps', probabilities)]).toEqual([0.875, 0.5, 0.75, 1]);
    expect(classSet({ method: 'aps', threshold: 0.75 }, probabilities)).toEqual([1, 2]);
    expect(classSet({ method: 'aps', threshold: 0.9 }, probabilities)).toEqual([1, 2, 0]);
  });

  test('RAPS by hand: each class beyond the first is 0.1 dearer than the one before it', () => {
    const expected = [0.875 + 0.1 * 2, 0.5, 0.75 + 0.1, 1 + 0.1 * 3];
    expect([...classScores('raps', probabilities)]).toEqual(expected);
    expect(classSet({ method: 'raps', threshold: 0.9 }, probabilities)).toEqual([1, 2]);
  });

  test('are never empty', () => {
    expect(classSet({ method: 'aps', threshold: 0.1 }, probabilities)).toEqual([1]);
  });
});

describe('intervals of values', () => {
  const forecast = { mean: 2, std: 0.5, low: 1, high: 4 };

  test('locally weighted: as many predictive deviations to both sides', () => {
    const { score, interval } = intervalMethods['locally-weighted'];
    expect(score(forecast, 3)).toBe(2);
    expect(interval(forecast, 2)).toEqual([1, 3]);
  });

  test('CQR: quantiles moved out by as much, or in where they held too much', () => {
    const { score, interval } = intervalMethods.cqr;
    expect([score(forecast, 0.5), score(forecast, 4.25), score(forecast, 1.5)]).toEqual([0.5, 0.25, -0.5]);
    expect(interval(forecast, 0.5)).toEqual([0.5, 4.5]);
    expect(interval(forecast, -0.5)).toEqual([1.5, 3.5]);
    expect(interval(forecast, -2)).toEqual([2.5, 2.5]);
  });
});
