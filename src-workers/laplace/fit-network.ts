import { BadInputError } from '../../src-shared/errors';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import type { Curvature } from './curvature';
import { bestPrecisions, effectiveWeights, logEvidence, type Precisions } from './evidence';
import { diagonalSpectrum } from './spectra/diagonal-spectrum';
import { fullSpectrum } from './spectra/full-spectrum';
import { kroneckerSpectrum } from './spectra/kronecker-spectrum';
import type { Spectrum, SpectrumSource, TrainedNetwork } from './spectra/spectrum';

export interface LaplaceChoice {
  /** The same for all weights; without it the trained precisions, times what the evidence asks for. */
  readonly priorPrecision?: number | undefined;
  /** What the trained precisions are multiplied with, layer by layer or for all, instead of what the evidence asks for. */
  readonly priorScales?: readonly number[];
  /** Whether the evidence asks for another precision in each layer. */
  readonly isByLayer?: boolean;
  /** Whether the evidence also says what the noise is. */
  readonly learnsNoise: boolean;
}

export interface FittedNetwork {
  /** What the covariance is kept as, by its parameters' names. */
  readonly covariance: ReadonlyMap<string, Float64Array>;
  /** In units of the noise that the curvature is told at. */
  readonly noiseStd: number;
  /** log p(data) in nats. */
  readonly logEvidence: number;
  /** Of the prior: geometric mean over the weights. */
  readonly priorPrecision: number;
  /** How many weights the data determine. */
  readonly determinedWeights: number;
  /** What the trained loss could still fall by, of its quadratic approximation: half of Newton's decrement, nats per item. */
  readonly stillToFall: number;
  /** The same with a prior of so many times this precision, and the noise that the evidence then asks for. */
  withPrior(times: number): FittedNetwork;
}

/** Nats per item that a loss may still fall by where a Gaussian around the network is to mean anything. */
const mostToFall = 1;

/**
 * The Gaussian N(weights, (noise * curvature + prior)⁻¹) around a trained network.
 * @throws BadInputError where it has not been trained to an end, FailedError where numbers are broken
 */
export function fitNetwork(
  scope: LaplaceScope,
  network: TrainedNetwork,
  curvature: Curvature,
  choice: LaplaceChoice,
): FittedNetwork {
  const { priorPrecision, priorScales, isByLayer = false } = choice;
  const prior = network.trainedPrecision.map((trained) => (priorPrecision === undefined ? trained : 1));
  const spectrum = spectrumOf({ scope, network, prior, isByLayer }, curvature);
  refuseUntrained(spectrum.stillToFall);
  const { groups, sizes, stillToFall } = spectrum;
  const terms = { groups, loss: curvature.loss, known: curvature.known, logStds: curvature.logStds };
  const start = { priors: priorScales ?? groups.map(() => priorPrecision ?? 1), noise: network.trainedNoise };
  const free = { prior: priorPrecision === undefined && !priorScales, noise: choice.learnsNoise };
  const logPrior = prior.reduce((sum, value) => sum + Math.log(value), 0) / prior.length;
  const at = (precisions: Precisions): FittedNetwork => ({
    covariance: spectrum.covariance(precisions),
    noiseStd: 1 / Math.sqrt(precisions.noise),
    logEvidence: logEvidence(terms, precisions),
    priorPrecision: Math.exp(logPrior + meanLogOf(precisions.priors, sizes)),
    determinedWeights: effectiveWeights(terms, precisions),
    stillToFall,
    withPrior: (times) => {
      const priors = precisions.priors.map((value) => value * times);
      return at(bestPrecisions(terms, { ...precisions, priors }, { ...free, prior: false }));
    },
  });
  return at(bestPrecisions(terms, start, free));
}

/** Mean over the weights of groups. */
function meanLogOf(precisions: readonly number[], sizes: readonly number[]): number {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return precisions.reduce((sum, value, group) => sum + (sizes[group] / all) * Math.log(value), 0);
}

function spectrumOf(source: SpectrumSource, curvature: Curvature): Spectrum {
  switch (curvature.structure) {
    case 'full':
      return fullSpectrum(source, curvature);
    case 'kronecker':
      return kroneckerSpectrum(source, curvature);
    case 'diagonal':
      return diagonalSpectrum(source, curvature);
  }
}

function refuseUntrained(stillToFall: number): void {
  if (stillToFall <= mostToFall) return;
  throw new BadInputError(
    `The network has not been trained to an end: by Newton’s decrement its loss can still fall by ${stillToFall.toPrecision(3)} nats an item, and Laplace’s approximation is around a minimum (at most ${mostToFall}). Train it for longer.`,
  );
}
