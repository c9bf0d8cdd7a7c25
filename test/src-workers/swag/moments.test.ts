import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UpdateRule } from '../../../src-workers/engine/javascript/update-rule';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { type DrawNoise, drawNetworks, keyedNoise } from '../../../src-workers/swag/draw-networks';
import { RunningMoments } from '../../../src-workers/swag/running-moments';
import { relativeDistance } from '../relative-distance';

/** Recorded from torch-uncertainty by test/parity/record_swag.py: two tensors, of 6 and 2 weights. */
interface Recorded {
  readonly rank: number;
  /** [snapshots][tensors][weights] */
  readonly snapshots: readonly (readonly (readonly number[])[])[];
  readonly mean: readonly (readonly number[])[];
  readonly variance: readonly (readonly number[])[];
  /** [tensors][rank][weights] */
  readonly deviations: readonly (readonly (readonly number[])[])[];
  readonly noise: readonly (readonly number[])[];
  readonly factors: readonly number[];
  readonly drawn: readonly (readonly number[])[];
}
const file = join(import.meta.dirname, '../../parity/fixtures/swag.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

const layout = layoutOf(
  recorded.mean.map(({ length }, index) => ({ name: `t${index}`, shape: [1, length] })),
);

function momentsOf(snapshots: Recorded['snapshots']): RunningMoments {
  const moments = new RunningMoments(recorded.rank);
  for (const weights of snapshots)
    moments.add(
      flatten(
        layout,
        weights.map((values) => Float32Array.from(values)),
      ),
    );
  return moments;
}

describe('the same snapshots have the moments of torch-uncertainty’s SWAG', () => {
  const moments = momentsOf(recorded.snapshots);

  test.each(layout.slots.map((slot, tensor) => ({ slot, tensor })))('tensor $tensor', ({ slot, tensor }) => {
    expect(relativeDistance(valuesOf(slot, moments.mean), recorded.mean[tensor])).toBeLessThan(1e-5);
    expect(relativeDistance(valuesOf(slot, moments.variance), recorded.variance[tensor])).toBeLessThan(1e-5);
    expect(moments.deviations).toHaveLength(recorded.rank);
    moments.deviations.forEach((deviation, index) => {
      const expected = recorded.deviations[tensor][index];
      expect(relativeDistance(valuesOf(slot, deviation), expected)).toBeLessThan(1e-5);
    });
  });

  test('and with the same noise the same network is drawn', () => {
    const noise: DrawNoise = {
      ofTensor: (tensor, out) => out.set(recorded.noise[tensor]),
      ofDeviations: (out) => out.set(recorded.factors),
    };
    const drawn = drawNetworks(moments, { layout, count: 1 }, () => noise);
    layout.slots.forEach((slot, tensor) => {
      expect(relativeDistance(valuesOf(slot, drawn), recorded.drawn[tensor])).toBeLessThan(1e-5);
    });
  });

  test('and so they have when they were written down and read again midway', () => {
    const [first, rest] = [recorded.snapshots.slice(0, 6), recorded.snapshots.slice(6)];
    const before = momentsOf(first);
    const after = new RunningMoments(recorded.rank);
    after.restore(
      before.vectors.map((vector) => vector.slice()),
      before.count,
    );
    for (const weights of rest)
      after.add(
        flatten(
          layout,
          weights.map((values) => Float32Array.from(values)),
        ),
      );
    expect(after.vectors).toEqual(moments.vectors);
  });
});

// Gradient descent w -= rate (a (w - m) + noise of std s) has the stationary variance rate s^2 / (2 a - rate a^2) (Mandt et al.
// 2017, equation 9 in one dimension, exact for finite rates): what SWAG's theory says that its Gaussian is. 20000 steps with a
// correlation over 1 / (rate a) = 10 to 20 of them are some 500 to 1000 independent ones: 6 % of a variance, two of which are allowed.
test('around a quadratic minimum the moments of gradient descent are those of its stationary law', () => {
  const [curvature, minimum, rate, noiseStd] = [[0.5, 1], [2, -1], 0.1, 0.3];
  const rule = new UpdateRule({ kind: 'sgd', momentum: 0, weightDecay: 0 }, [{ end: 2, rate: 1, decay: 1 }]);
  const weights = Float32Array.from(minimum);
  const moments = new RunningMoments(20);
  const noise = new Float32Array(2);
  for (let step = 1; step <= 20_000; step += 1) {
    fillStatelessNormal(7, step, noise);
    const gradient = weights.map((value, at) => curvature[at] * (value - minimum[at]) + noiseStd * noise[at]);
    rule.apply(weights, gradient, { learningRate: rate, step });
    moments.add(weights);
  }
  curvature.forEach((a, at) => {
    const variance = (rate * noiseStd ** 2) / (2 * a - rate * a ** 2);
    expect(moments.variance[at] / variance).toBeGreaterThan(0.88);
    expect(moments.variance[at] / variance).toBeLessThan(1.12);
    expect(Math.abs(moments.mean[at] - minimum[at]) / Math.sqrt(variance)).toBeLessThan(0.15);
  });
});

// A weight at 3 that moves by 1e-4: the difference of its mean square and squared mean has no right digit in single precision.
test('small moves of large weights have a variance', () => {
  const moments = new RunningMoments(2);
  for (const move of [-1, 1, -1, 1]) moments.add(Float32Array.of(3 + move * 1e-4));
  expect(Math.sqrt(moments.variance[0])).toBeCloseTo(1e-4, 6);
});

describe('draws of several networks', () => {
  const weights = layoutOf([{ name: 'w', shape: [3, 40] }]);
  const snapshot = (index: number) => {
    const values = new Float32Array(weights.floats);
    fillStatelessNormal(11, index, values);
    return values;
  };
  const gaussians = (part: (values: Float32Array) => Float32Array) => {
    const moments = new RunningMoments(4);
    for (let index = 0; index < 6; index += 1) moments.add(part(snapshot(index)));
    return moments;
  };
  const seed = 3;

  test('are the same on one device as on the device that holds some of them', () => {
    const all = { layout: weights, seed, first: 0, count: 3, all: 3 };
    const whole = drawNetworks(
      gaussians((values) => values),
      all,
      keyedNoise(all, 2),
    );
    const own = { layout: layoutOf([{ name: 'w', shape: [2, 40] }]), seed, first: 1, count: 2, all: 3 };
    const last = drawNetworks(
      gaussians((values) => values.slice(40, 120)),
      own,
      keyedNoise(own, 2),
    );
    expect(last.slice(0, 80)).toEqual(whole.slice(40, 120));
  });

  test('have half of the snapshots’ covariance beside their whole variance', () => {
    // Two weights that always move together, and by 1.
    const moments = new RunningMoments(2000);
    const pair = layoutOf([{ name: 'w', shape: [1, 2] }]);
    for (let index = 0; index < 200; index += 1) {
      const sign = index % 2 === 0 ? 1 : -1;
      moments.add(Float32Array.of(sign, sign));
    }
    const own = { layout: pair, seed, first: 0, count: 1, all: 1 };
    const draws = Array.from({ length: 4000 }, (_, draw) =>
      drawNetworks(moments, own, keyedNoise(own, draw)),
    );
    const meanOf = (of: (draw: Float32Array) => number) =>
      draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
    // 4000 draws know a variance of 1 to 2.2 %, a covariance of a half to 1.8 % of the variance.
    expect(meanOf(([a]) => a * a)).toBeCloseTo(1, 1);
    expect(meanOf(([a, b]) => a * b)).toBeCloseTo(0.5, 1);
  });
});
