import { BadInputError, FailedError } from '../../src-shared/errors';
import { choleskyFactor, inverseOfLower, solveLower } from './cholesky';
import type { Curvature } from './curvature';
import { bestPrecisions, effectiveWeights, logEvidence, type Precisions } from './evidence';
import { symmetricEigenvalues } from './symmetric-eigenvalues';

/** One network as it was trained: what its Gaussian is put around. */
export interface TrainedNetwork {
  /** Those that get a spread, [P]. */
  readonly weights: Float64Array;
  /** Precision of each weight's prior in training; 0 where it had none. */
  readonly trainedPrecision: Float64Array;
  /** 1 / variance of the noise that it was trained with; 1 of classes. */
  readonly trainedNoise: number;
  readonly items: number;
}

export interface LaplaceChoice {
  /** The same for all weights; without it the trained precisions, times what the evidence asks for. */
  readonly priorPrecision?: number | undefined;
  /** Whether the evidence also says what the noise is. */
  readonly learnsNoise: boolean;
}

export interface FittedNetwork {
  /** F of the covariance F Fᵀ, [P, P] row by row. */
  readonly covarianceRoot: Float64Array;
  readonly noiseStd: number;
  /** log p(data) in nats. */
  readonly logEvidence: number;
  /** Of the prior: geometric mean over the weights. */
  readonly priorPrecision: number;
  /** How many weights the data determine. */
  readonly determinedWeights: number;
  /** What the trained loss could still fall by, of its quadratic approximation: half of Newton's decrement, nats per item. */
  readonly stillToFall: number;
}

/** Nats per item that a loss may still fall by where a Gaussian around the network is to mean anything. */
const mostToFall = 1;

/**
 * The Gaussian N(weights, (noise * curvature + prior)⁻¹) around a trained network.
 * @throws BadInputError where it has not been trained to an end, FailedError where numbers are broken
 */
export function fitNetwork(
  network: TrainedNetwork,
  curvature: Curvature,
  choice: LaplaceChoice,
): FittedNetwork {
  const size = network.weights.length;
  const { priorPrecision } = choice;
  const prior = network.trainedPrecision.map((trained) => (priorPrecision === undefined ? trained : 1));
  const scaled = scaledBy(curvature.matrix, prior);
  const stillToFall = fallOf(network, curvature, prior, scaled);
  refuseUntrained(stillToFall);
  const squaredNorm = network.weights.reduce((sum, weight, index) => sum + prior[index] * weight ** 2, 0);
  const eigenvalues = symmetricEigenvalues(scaled, size);
  const terms = { eigenvalues, squaredNorm, loss: curvature.loss, known: curvature.known };
  const start = { prior: priorPrecision ?? 1, noise: network.trainedNoise };
  const free = { prior: priorPrecision === undefined, noise: choice.learnsNoise };
  const precisions = bestPrecisions(terms, start, free);
  const logPrior = prior.reduce((sum, value) => sum + Math.log(value), 0) / size;
  return {
    covarianceRoot: rootOf(scaled, prior, precisions),
    noiseStd: 1 / Math.sqrt(precisions.noise),
    logEvidence: logEvidence(terms, precisions),
    priorPrecision: precisions.prior * Math.exp(logPrior),
    determinedWeights: effectiveWeights(terms, precisions),
    stillToFall,
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

function rootOf(scaled: Float64Array, prior: Float64Array, precisions: Precisions): Float64Array {
  const size = prior.length;
  const diagonal = new Float64Array(size).fill(precisions.prior);
  const inverse = inverseOfLower(factorOf(precisionOf(scaled, precisions.noise, diagonal), size), size);
  const root = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = row; column < size; column += 1)
      root[row * size + column] = inverse[column * size + row] / Math.sqrt(prior[row]);
  return root;
}

/** Half of Newton's decrement of the trained objective, over the items. */
function fallOf(
  { weights, trainedPrecision, trainedNoise, items }: TrainedNetwork,
  { slope }: Curvature,
  prior: Float64Array,
  scaled: Float64Array,
): number {
  const held = trainedPrecision.map((trained, index) => (trained || prior[index]) / prior[index]);
  const factor = factorOf(precisionOf(scaled, trainedNoise, held), weights.length);
  const gradient = slope.map(
    (value, index) =>
      (trainedNoise * value + trainedPrecision[index] * weights[index]) / Math.sqrt(prior[index]),
  );
  return solveLower(factor, gradient).reduce((sum, value) => sum + value ** 2, 0) / (2 * items);
}

function factorOf(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  if (factor) return factor;
  throw new FailedError(
    'The loss’s curvature around the trained network is no positive definite matrix: its weights, outputs or data are no finite numbers.',
  );
}

function refuseUntrained(stillToFall: number): void {
  if (stillToFall <= mostToFall) return;
  throw new BadInputError(
    `The network has not been trained to an end: by Newton’s decrement its loss can still fall by ${stillToFall.toPrecision(3)} nats an item, and Laplace’s approximation is around a minimum (at most ${mostToFall}). Train it for longer.`,
  );
}
