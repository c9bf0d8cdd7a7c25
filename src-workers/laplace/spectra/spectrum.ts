import type { LaplaceScope } from '../../bayes/laplace/laplace-scope';
import type { Precisions, WeightGroup } from '../evidence';

/** One network as it was trained: what its Gaussian is put around. */
export interface TrainedNetwork {
  /** Those that get a spread, [P]. */
  readonly weights: Float64Array;
  /** Precision of each weight's prior in training, the same within a tensor; 0 where it had none. */
  readonly trainedPrecision: Float64Array;
  /** 1 / variance of the noise that it was trained with; 1 of classes. */
  readonly trainedNoise: number;
  readonly items: number;
}

/** What a spectrum is made of. */
export interface SpectrumSource {
  readonly scope: LaplaceScope;
  readonly network: TrainedNetwork;
  /** Precision that coordinates are scaled by, [P]; the same within a tensor. */
  readonly prior: Float64Array;
  /** Whether each layer's prior has a precision of its own. */
  readonly isByLayer: boolean;
}

/** A curvature in coordinates in which it is diagonal, and the prior standard normal. */
export interface Spectrum {
  readonly groups: readonly WeightGroup[];
  /** Weights of each group. */
  readonly sizes: readonly number[];
  /** Half of Newton's decrement of the trained objective, over the items. */
  readonly stillToFall: number;
  /** What the covariance is kept as, by its parameters' names. */
  covariance(precisions: Precisions): ReadonlyMap<string, Float64Array>;
}

/** What held a weight in training, or holds it now where nothing did. */
export function heldBy({ network, prior }: SpectrumSource, weight: number): number {
  return network.trainedPrecision[weight] || prior[weight];
}

/** Derivative of the trained objective by the weights, [P]. */
export function trainedSlope(
  { network: { weights, trainedPrecision, trainedNoise } }: SpectrumSource,
  slope: Float64Array,
): Float64Array {
  return slope.map((value, index) => trainedNoise * value + trainedPrecision[index] * weights[index]);
}
