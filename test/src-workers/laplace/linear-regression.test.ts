import { describe, expect, test } from 'vitest';
import { covarianceRoot } from '../../../src-workers/bayes/laplace/covariances/full';
import { laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import {
  choleskyFactor,
  halfLogDeterminant,
  inverseOfLower,
  solveLower,
} from '../../../src-workers/laplace/cholesky';
import { fitNetwork, type LaplaceChoice } from '../../../src-workers/laplace/fit-network';
import { NetworkCurvature } from '../../../src-workers/laplace/network-curvature';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { givenData, perceptron } from './given-data';
import { product, transposed } from './matrix-product';

/**
 * Without hidden layers a network is a linear regression: its posterior is the Gaussian N(m, A⁻¹) with A = XᵀX / s² + p, and
 * the data's marginal likelihood is N(y | 0, s² + XXᵀ / p), a Gaussian over the items (Bishop 2006, section 3.5).
 */
const features = 4;
const rows = 30;
const draws = new Float32Array(rows * (features + 1));
fillStatelessNormal(3, 9, draws);
const inputs = Array.from({ length: rows }, (_, row) => {
  const [a, b, c, d] = draws.subarray(row * 5, row * 5 + 4);
  return [...Float32Array.of(a, 0.8 * a + 0.6 * b, c, 3 * d)];
});
const targets = inputs.map(([a, b, c], row) =>
  Math.fround(1 + 2 * a - b + 0.3 * c + 0.7 * draws[row * 5 + 4]),
);
const design = inputs.map((row) => [...row, 1]);
const size = features + 1;

/** A, row by row. */
function exactPrecision(noise: number, prior: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    const products = design.reduce((sum, row) => sum + row[i] * row[j], 0);
    return noise * products + (i === j ? prior : 0);
  });
}

function exactMean(noise: number, prior: number): Float64Array {
  const factor = choleskyFactor(exactPrecision(noise, prior), size) ?? new Float64Array();
  const inverse = inverseOfLower(factor, size);
  const right = Float64Array.from({ length: size }, (_, i) =>
    design.reduce((sum, row, item) => sum + noise * row[i] * targets[item], 0),
  );
  const half = solveLower(factor, right);
  return Float64Array.from({ length: size }, (_, i) =>
    half.reduce((sum, value, k) => sum + inverse[k * size + i] * value, 0),
  );
}

/** log N(y | 0, 1/noise + XXᵀ/prior) */
function exactEvidence(noise: number, prior: number): number {
  const covariance = Float64Array.from({ length: rows * rows }, (_, at) => {
    const [left, right] = [design[Math.floor(at / rows)], design[at % rows]];
    const overlap = left.reduce((sum, value, i) => sum + value * right[i], 0);
    return overlap / prior + (left === right ? 1 / noise : 0);
  });
  const factor = choleskyFactor(covariance, rows) ?? new Float64Array();
  const whitened = solveLower(factor, Float64Array.from(targets));
  const squares = whitened.reduce((sum, value) => sum + value ** 2, 0);
  return -0.5 * (squares + rows * Math.log(2 * Math.PI)) - halfLogDeterminant(factor, rows);
}

/** Around the exact mode for this noise and prior, which are also those that it was trained with. */
async function laplaceAround(noise: number, prior: number, choice: Partial<LaplaceChoice>) {
  const data = givenData(inputs, targets);
  const model = perceptron([], data);
  const scope = laplaceScope(model.weights, { weights: 'all', structure: 'full' });
  const mean = exactMean(noise, prior);
  const curvature = new NetworkCurvature(model, scope, data, { kind: 'javascript' });
  const values = [Float32Array.from(mean.subarray(0, features)), Float32Array.from(mean.subarray(features))];
  const sum = await curvature.over(data.train, values);
  curvature.dispose();
  const network = {
    weights: mean,
    trainedPrecision: new Float64Array(size).fill(prior),
    trainedNoise: noise,
    items: rows,
  };
  return fitNetwork(scope, network, sum, { learnsNoise: false, ...choice });
}

describe('of a linear regression', () => {
  const [noise, prior] = [1.3, 0.4];

  test('the covariance is the exact posterior’s', async () => {
    const { covariance: kept } = await laplaceAround(noise, prior, { priorPrecision: prior });
    const root = kept.get(covarianceRoot) ?? new Float64Array();
    const covariance = product(root, transposed(root, size), size);
    product(covariance, exactPrecision(noise, prior), size).forEach((entry, at) => {
      expect(entry).toBeCloseTo(at % (size + 1) === 0 ? 1 : 0, 6);
    });
  });

  test('the evidence is the density of the targets with the weights integrated out', async () => {
    const { logEvidence, stillToFall } = await laplaceAround(noise, prior, { priorPrecision: prior });
    // Outputs are computed in single precision.
    expect(logEvidence).toBeCloseTo(exactEvidence(noise, prior), 4);
    expect(stillToFall).toBeLessThan(1e-9);
  });

  test('precisions found are where the exact evidence is largest', async () => {
    // The mode moves with them, so they are looked for in turn until nothing changes, as retraining would.
    let [foundNoise, foundPrior] = [noise, prior];
    for (let round = 0; round < 60; round += 1) {
      const found = await laplaceAround(foundNoise, foundPrior, { learnsNoise: true });
      [foundNoise, foundPrior] = [found.noiseStd ** -2, found.priorPrecision];
    }
    const best = exactEvidence(foundNoise, foundPrior);
    for (const factor of [0.97, 1.03]) {
      expect(exactEvidence(foundNoise * factor, foundPrior)).toBeLessThan(best);
      expect(exactEvidence(foundNoise, foundPrior * factor)).toBeLessThan(best);
    }
  });

  test('precisions are times the prior of training, tensor by tensor', async () => {
    const { priorPrecision } = await laplaceAround(noise, prior, {});
    const again = await laplaceAround(noise, prior, { priorPrecision });
    const free = await laplaceAround(noise, prior, {});
    expect(again.logEvidence).toBeCloseTo(free.logEvidence, 8);
  });
});

test('a network far from its minimum is refused with how far that is', async () => {
  const data = givenData(inputs, targets);
  const model = perceptron([], data);
  const scope = laplaceScope(model.weights, { weights: 'all', structure: 'full' });
  const curvature = new NetworkCurvature(model, scope, data, { kind: 'javascript' });
  const sum = await curvature.over(data.train, [Float32Array.of(9, 9, 9, 9), Float32Array.of(0)]);
  curvature.dispose();
  const network = {
    weights: Float64Array.of(9, 9, 9, 9, 0),
    trainedPrecision: new Float64Array(size).fill(1),
    trainedNoise: 1,
    items: rows,
  };
  expect(() => fitNetwork(scope, network, sum, { learnsNoise: false })).toThrow(
    /not been trained to an end: by Newton’s decrement its loss can still fall by \d+ nats an item/,
  );
});
