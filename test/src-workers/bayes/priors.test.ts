import '@tensorflow/tfjs';
import { setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Prior as PriorSettings } from '../../../src-shared/experiment/priors';
import { torchBlueScale } from '../../../src-shared/experiment/priors/rescaled-gaussian';
import { initialGaussian, monteCarloKl } from '../../../src-workers/bayes/gaussian-posterior';
import { buildPrior } from '../../../src-workers/bayes/priors/build-prior';
import { logGamma } from '../../../src-workers/bayes/priors/log-gamma';
import type { GaussianTensor } from '../../../src-workers/bayes/priors/prior';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

beforeAll(() => {
  setBackend('cpu');
});

const q = (mean: number, std: number, fanIn = 3): GaussianTensor => ({
  mean: tensor1d([mean]),
  logStd: tensor1d([Math.log(std)]),
  fanIn,
});

// log p of one weight w, where the posterior's mean is m; worked out by hand from each density.
test.each<[PriorSettings, number, number, number]>([
  // -ln 2 - ln(2 pi)/2 - 1/8
  [{ kind: 'gaussian', std: 2 }, 1, 0, -Math.LN2 - 0.918939 - 0.125],
  // std = 1/3 for fan_in 3, as torch_blue has it: ln 3 - ln(2 pi)/2 - 9/2
  [{ kind: 'rescaled-gaussian', scale: torchBlueScale }, 1, 0, 1.098612 - 0.918939 - 4.5],
  // std = 1/sqrt(3): ln(3)/2 - ln(2 pi)/2 - 3/2
  [{ kind: 'rescaled-gaussian', scale: 1 }, 1, 0, 0.549306 - 0.918939 - 1.5],
  [{ kind: 'uniform' }, 5, 0, 0],
  // Degrees of freedom 1 is Cauchy: -ln pi - ln(1 + 1)
  [{ kind: 'student-t', degreesOfFreedom: 1, scale: 1 }, 1, 0, -1.14473 - Math.LN2],
  // ln(1 + 1) / (2 pi 0.5) = 0.220636 where the weight is the scale
  [{ kind: 'horseshoe', globalScale: 0.5 }, 0.5, 0, -1.511242],
  // ln(1 + 1/4) / (2 pi) = 0.035515
  [{ kind: 'horseshoe', globalScale: 1 }, -2, 0, -3.3378],
  // w = 2 around m = 1 with std 0.5, and m = 1 around 0 with std 1
  [{ kind: 'quiet', stdRatio: 0.5, meanStd: 1 }, 2, 1, Math.LN2 - 0.918939 - 2 - 0.918939 - 0.5],
])('the log density of %j at w = %d with m = %d', (settings, weight, mean, expected) => {
  const density = buildPrior(settings).logDensity(tensor2d([weight], [1, 1]), q(mean, 1));
  expect(density.dataSync()[0]).toBeCloseTo(expected, 3);
});

describe('the divergence from', () => {
  test.each<[PriorSettings]>([
    [{ kind: 'gaussian', std: 2 }],
    [{ kind: 'rescaled-gaussian', scale: 0.5 }],
    [{ kind: 'uniform' }],
    [{ kind: 'quiet', stdRatio: 0.5, meanStd: 1 }],
  ])('%j in closed form is what Monte Carlo finds', (settings) => {
    const prior = buildPrior(settings);
    const [mean, std, draws] = [0.7, 0.3, 40_000];
    const eps = new Float32Array(draws);
    fillStatelessNormal(3, 4, eps);
    const weights = tensor2d(
      eps.map((value) => mean + std * value),
      [draws, 1],
    );
    const estimate = monteCarloKl(q(mean, std), prior, weights, tensor2d(eps, [draws, 1])).dataSync()[0];
    const closed = prior.divergence?.(q(mean, std)).dataSync()[0];
    // The estimate's own spread: terms have a standard deviation of at most about 3 nats here.
    expect(Math.abs(estimate - (closed ?? Number.NaN))).toBeLessThan((4 * 3) / Math.sqrt(draws));
  });

  test('a Student-t prior has no closed form', () => {
    expect(buildPrior({ kind: 'student-t', degreesOfFreedom: 3, scale: 1 }).divergence).toBeUndefined();
  });
});

describe('a posterior that starts at its prior', () => {
  test('has the standard deviation and mean of a Gaussian prior', () => {
    const start = buildPrior({ kind: 'gaussian', std: 2 }).start?.(9, Float32Array.of(0.3, -1));
    expect(start).toEqual({ mean: Float32Array.of(0, 0), std: Float32Array.of(2, 2) });
  });

  test('draws its means from a quiet prior and ties its spread to them', () => {
    const start = buildPrior({ kind: 'quiet', stdRatio: 0.5, meanStd: 2 }).start?.(9, Float32Array.of(1, -3));
    expect(start?.mean).toEqual(Float32Array.of(2, -6));
    expect(start?.std[0]).toBeCloseTo(1, 4);
    expect(start?.std[1]).toBeCloseTo(3, 4);
  });

  test('is not offered by priors that suggest none', () => {
    expect(buildPrior({ kind: 'uniform' }).start).toBeUndefined();
  });
});

describe('a prior around trained weights (MOPED)', () => {
  const around = (numbers: readonly number[], mean: readonly number[], std: number): GaussianTensor => ({
    mean: tensor1d([...mean]),
    logStd: tensor1d(mean.map(() => Math.log(std))),
    fanIn: 4,
    start: { numbers: () => Float32Array.from(numbers) },
  });
  const density = (settings: PriorSettings, trained: readonly number[], weights: readonly number[]) =>
    buildPrior(settings)
      .logDensity(tensor2d([...weights], [1, weights.length]), around(trained, weights, 1))
      .dataSync()[0];

  test('is as wide as a fraction of the root mean square of its tensor', () => {
    // Of 1 and 7 it is 5, of which 0.2 is 1: N(1, 1) at 2 and N(7, 1) at 7.
    const found = density({ kind: 'moped', fraction: 0.2, of: 'tensor' }, [1, 7], [2, 7]);
    expect(found).toBeCloseTo(-Math.log(2 * Math.PI) - 0.5, 5);
  });

  test('or of each weight, whose size counts as a hundredth of the tensor’s where it is less', () => {
    // N(4, 2^2) at 4; of 4 and 0 the root mean square is sqrt(8): N(0, (0.5 sqrt(8) / 100)^2) at 0.
    const found = density({ kind: 'moped', fraction: 0.5, of: 'weight' }, [4, 0], [4, 0]);
    expect(found).toBeCloseTo(-Math.log(2 * Math.PI) - Math.log(2) - Math.log(0.005 * Math.sqrt(8)), 4);
  });

  test('takes 1/sqrt(inputs) for the size of weights that are all zero', () => {
    // 4 inputs: N(0, 0.25^2) at 0.25.
    const found = density({ kind: 'moped', fraction: 0.5, of: 'tensor' }, [0], [0.25]);
    expect(found).toBeCloseTo(-0.5 * Math.log(2 * Math.PI) + Math.log(4) - 0.5, 5);
  });

  test('is N(0, 1) of weights that begin afresh', () => {
    const found = buildPrior({ kind: 'moped', fraction: 0.5, of: 'weight' });
    expect(found.logDensity(tensor2d([2], [1, 1]), q(2, 1)).dataSync()[0]).toBeCloseTo(-0.918939 - 2, 5);
    expect(found.divergence?.(q(2, 1)).dataSync()[0]).toBeCloseTo(2, 5);
  });

  test('has the divergence of two Gaussians in closed form', () => {
    // KL(N(5, 0.5^2) || N(4, 2^2)) = ln 4 + (0.25 + 1) / 8 - 1/2
    const prior = buildPrior({ kind: 'moped', fraction: 0.5, of: 'weight' });
    const found = prior.divergence?.(around([4], [5], 0.5)).dataSync()[0];
    expect(found).toBeCloseTo(Math.log(4) + 1.25 / 8 - 0.5, 5);
  });

  test('measures a posterior’s first standard deviations by the same sizes', () => {
    const weight = { name: 'a.weight', shape: [2], fanIn: 4, bayesian: true, initial: 'uniform' } as const;
    const start = { numbers: () => Float32Array.of(4, -2) };
    const prior = buildPrior({ kind: 'moped', fraction: 0.5, of: 'weight' });
    const [mean, logStd] = initialGaussian([{ ...weight, start }], 0.1, 1, prior);
    expect(mean).toEqual(Float32Array.of(4, -2));
    expect([...(logStd ?? [])].map(Math.exp)).toEqual([expect.closeTo(0.4, 5), expect.closeTo(0.2, 5)]);
  });
});

// By the midpoint rule in ln |w| ; the tails beyond 1000 times the scale hold 1 / (1000 pi) of it.
test('the density of the horseshoe integrates to 1', () => {
  const prior = buildPrior({ kind: 'horseshoe', globalScale: 0.1 });
  const steps = 4000;
  const [low, high] = [Math.log(1e-6), Math.log(100)];
  const width = (high - low) / steps;
  const points = Float32Array.from({ length: steps }, (_, step) => Math.exp(low + (step + 0.5) * width));
  const sum = points.reduce((total, w) => {
    const logDensity = prior.logDensity(tensor2d([w], [1, 1]), q(0, 1)).dataSync()[0];
    return total + 2 * Math.exp(logDensity) * w * width;
  }, 0);
  expect(sum).toBeCloseTo(1, 2);
});

// Gamma(1/2) = sqrt(pi), Gamma(5) = 24, Gamma(1) = 1.
test.each([
  [0.5, 0.5 * Math.log(Math.PI)],
  [5, Math.log(24)],
  [1, 0],
  [100, 359.1342053695754],
])('ln Gamma(%d)', (x, expected) => {
  expect(logGamma(x)).toBeCloseTo(expected, 9);
});
