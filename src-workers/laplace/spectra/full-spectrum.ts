import { FailedError } from '../../../src-shared/errors';
import { covarianceRoot } from '../../bayes/laplace/covariances/full';
import { choleskyFactor, inverseOfLower, solveLower } from '../cholesky';
import type { FullCurvature } from '../curvature';
import type { Precisions } from '../evidence';
import { symmetricEigenvalues } from '../symmetric-eigensystem';
import { heldBy, type Spectrum, type SpectrumSource, trainedSlope } from './spectrum';

/** Of one matrix over all weights. */
export function fullSpectrum(source: SpectrumSource, curvature: FullCurvature): Spectrum {
  const { prior, network } = source;
  const size = prior.length;
  const scaled = scaledBy(curvature.matrix, prior);
  const stillToFall = fallOf(source, curvature, scaled);
  const squaredNorm = network.weights.reduce((sum, weight, index) => sum + prior[index] * weight ** 2, 0);
  return {
    groups: [{ eigenvalues: symmetricEigenvalues(scaled, size), squaredNorm }],
    sizes: [size],
    stillToFall,
    covariance: (precisions) => new Map([[covarianceRoot, rootOf(scaled, prior, precisions)]]),
  };
}

/** In coordinates in which the prior is standard normal; the lower triangle. */
function scaledBy(matrix: Float64Array, prior: Float64Array): Float64Array {
  const size = prior.length;
  const std = prior.map((precision) => 1 / Math.sqrt(precision));
  const scaled = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column <= row; column += 1)
      scaled[row * size + column] = matrix[row * size + column] * std[row] * std[column];
  return scaled;
}

/** noise * scaled + diagonal, the lower triangle. */
function precisionOf(scaled: Float64Array, noise: number, diagonal: Float64Array): Float64Array {
  const precision = scaled.map((value) => noise * value);
  diagonal.forEach((value, index) => {
    precision[index * diagonal.length + index] += value;
  });
  return precision;
}

function rootOf(scaled: Float64Array, prior: Float64Array, { priors, noise }: Precisions): Float64Array {
  const size = prior.length;
  const diagonal = new Float64Array(size).fill(priors[0]);
  const inverse = inverseOfLower(factorOf(precisionOf(scaled, noise, diagonal), size), size);
  const root = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = row; column < size; column += 1)
      root[row * size + column] = inverse[column * size + row] / Math.sqrt(prior[row]);
  return root;
}

function fallOf(source: SpectrumSource, { slope }: FullCurvature, scaled: Float64Array): number {
  const { network, prior } = source;
  const held = prior.map((own, index) => heldBy(source, index) / own);
  const factor = factorOf(precisionOf(scaled, network.trainedNoise, held), prior.length);
  const gradient = trainedSlope(source, slope).map((value, index) => value / Math.sqrt(prior[index]));
  return solveLower(factor, gradient).reduce((sum, value) => sum + value ** 2, 0) / (2 * network.items);
}

function factorOf(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  if (factor) return factor;
  throw new FailedError(
    'The loss’s curvature around the trained network is no positive definite matrix: its weights, outputs or data are no finite numbers.',
  );
}
