import { describe, expect, test } from 'vitest';
import { ClassAgreementMeasure } from '../../../src-workers/compare/class-agreement';
import { ValueDistanceMeasure } from '../../../src-workers/compare/value-distance';
import { layerDistances } from '../../../src-workers/compare/weight-distance';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';

test('classes: how often both name the same, and half the sum of the differences of their probabilities', () => {
  const measure = new ClassAgreementMeasure(3);
  measure.add(Float64Array.of(0.7, 0.2, 0.1, 0.5, 0.4, 0.1), Float64Array.of(0.6, 0.3, 0.1, 0.1, 0.9, 0));
  // Item 1: 0 and 0, 0.1; item 2: 0 and 1, (0.4 + 0.5 + 0.1) / 2.
  const { agreement, totalVariation } = measure.value();
  expect(agreement).toBe(0.5);
  expect(totalVariation).toBeCloseTo((0.1 + 0.5) / 2, 12);
});

describe('values', () => {
  const gaussian = (mean: number, std: number) =>
    new ValueSamples(1, { kind: 'by-sample', stds: Float64Array.of(std) }, 1).take(Float32Array.of(mean), 0);
  const distanceOf = (first: ValueSamples, second: ValueSamples) => {
    const measure = new ValueDistanceMeasure(['y'], [10]);
    measure.add(first, second, 0);
    return measure.value('MPa');
  };

  test('two Gaussians of one width lie as far apart as their means, in the target’s own unit', () => {
    const { targets, unit } = distanceOf(gaussian(1, 2), gaussian(-0.5, 2));
    expect(unit).toBe('MPa');
    expect(targets[0].meanDifference).toBeCloseTo(15, 5);
    expect(targets[0].wasserstein).toBeCloseTo(15, 4);
  });

  test('two Gaussians around one mean lie apart by their widths: |s - t| E|Z|, here by 20 quantiles', () => {
    const { targets } = distanceOf(gaussian(0, 1), gaussian(0, 3));
    expect(targets[0].meanDifference).toBe(0);
    // 2 sqrt(2 / pi) = 1.5958 exactly; quantiles in the middle of 20 shares leave the tails out, which hold 2 % of it.
    expect(Math.abs(targets[0].wasserstein / (20 * Math.sqrt(2 / Math.PI)) - 1)).toBeLessThan(0.03);
  });
});

describe('weights', () => {
  const posterior = (values: Readonly<Record<string, readonly number[]>>) => {
    const layout = layoutOf(Object.entries(values).map(([name, { length }]) => ({ name, shape: [length] })));
    return {
      layout,
      flat: flatten(
        layout,
        Object.values(values).map((each) => Float32Array.from(each)),
      ),
    };
  };
  const one = posterior({
    'layers.0.weight.mean': [1, 2],
    'layers.0.weight.log_std': [0, 0],
    'layers.0.bias.mean': [0],
    'layers.0.bias.log_std': [Math.log(2)],
    'likelihood.log_std': [1],
  });

  test('a layer’s distance is that of its Gaussians, worked by hand', () => {
    const other = posterior({
      'layers.0.weight.mean': [4, 2],
      'layers.0.weight.log_std': [0, Math.log(5)],
      'layers.0.bias.mean': [0],
      'layers.0.bias.log_std': [Math.log(2)],
      'likelihood.log_std': [9],
    });
    const layers = layerDistances(one, other);
    expect(layers).toHaveLength(1);
    // Means 3 apart, deviations 4 apart; the first from zero: 1 + 4 of means, 1 + 1 + 4 of deviations.
    expect(layers?.[0]).toMatchObject({ name: 'layers.0', weights: 3 });
    expect(layers?.[0].wasserstein).toBeCloseTo(5, 5);
    expect(layers?.[0].size).toBeCloseTo(Math.sqrt(11), 5);
  });

  test('points are Gaussians without width', () => {
    const points = posterior({ 'layers.0.weight': [1, 2], 'layers.0.bias': [0] });
    expect(layerDistances(one, points)?.[0].wasserstein).toBeCloseTo(Math.sqrt(1 + 1 + 4), 5);
  });

  test('of other networks there is none', () => {
    expect(layerDistances(one, posterior({ 'layers.0.weight': [1, 2, 3] }))).toBeUndefined();
  });

  test('kernels count as what they are times their factors', () => {
    const of = (mean: number) => {
      const slots = { 'a.w': [1, 1], 'a.w.input_factor.mean': [1], 'a.w.input_factor.log_std': [1] };
      const outputs = { 'a.w.output_factor.mean': [1], 'a.w.output_factor.log_std': [1] };
      const layout = layoutOf(
        Object.entries({ ...slots, ...outputs }).map(([name, shape]) => ({ name, shape })),
      );
      const values = [[2], [mean], [Math.log(0.5)], [1], [-40]];
      return {
        layout,
        flat: flatten(
          layout,
          values.map((each) => Float32Array.from(each)),
        ),
      };
    };
    const layers = layerDistances(of(1), of(4));
    expect(layers).toMatchObject([{ name: 'a', weights: 1 }]);
    // Means 2 and 8, both of deviation 1; the first is 2² + 1² from zero.
    expect(layers?.[0]?.wasserstein).toBeCloseTo(6, 5);
    expect(layers?.[0]?.size).toBeCloseTo(Math.sqrt(5), 5);
  });

  test('weights that vary together count by how far each spreads by itself', () => {
    const first = posterior({ 'a.w.mean': [0], 'a.w.log_std': [Math.log(0.3)], 'a.w.low_rank': [0.4] });
    const second = posterior({ 'a.w.mean': [0], 'a.w.log_std': [Math.log(0.3)], 'a.w.low_rank': [0] });
    // 0.5 and 0.3.
    expect(layerDistances(first, second)?.[0]?.wasserstein).toBeCloseTo(0.2, 6);
    expect(layerDistances(first, second)?.[0]?.weights).toBe(1);
  });
});
