import { add, mean, mul, type Scalar, stack, sub, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { chainNoise } from '../bayes/chain-noise';
import { takeMembers } from '../bayes/families/deep-ensemble';
import type { Draw, PosteriorFamily } from '../bayes/families/posterior-family';
import type { Likelihood } from '../bayes/likelihoods/likelihood';
import type { Forward } from '../bayes/objectives/objective';
import type { PassShape } from '../engine/pass';
import type { PassTensors } from '../engine/program';

/** A pass's draw, what it gives for the data, and the likelihood's parameters of its samples. */
export interface DrawnPass {
  readonly draw: Draw;
  readonly result: Forward;
  readonly own: readonly Tensor[];
}

/** A parameter as the samples of a pass have it. */
export function ofPass(
  { membersOf }: PosteriorFamily,
  parameter: Tensor,
  { firstOwn, samples }: PassShape,
): Tensor {
  return membersOf ? takeMembers(parameter, firstOwn, samples, parameter.shape.slice(1)) : parameter;
}

/**
 * What is differentiated: of chains the sum over all of the run, so that each goes by its own gradient, and noise.
 * @param whole mean over the pass's samples
 */
export function ofAllChains(
  family: PosteriorFamily,
  whole: Scalar,
  parameters: readonly Tensor[],
  { seeds, noiseStd }: PassTensors,
  shape: PassShape,
): Scalar {
  if (!family.chains) return whole;
  const { count, moves } = family.chains;
  if (moves === 'by energies') return mul(whole, count) as Scalar;
  const own = parameters.map((parameter) => ofPass(family, parameter, shape));
  return mul(add(whole, mul(chainNoise(own, seeds), noiseStd)), count) as Scalar;
}

/** Minus the log density of what a pass's chains stand at, before the data: the mean over them. */
export function energyOfPrior(draw: Draw, likelihood: Likelihood, own: readonly Tensor[]): Scalar {
  const ofWeights = draw.divergence();
  return likelihood.logPrior ? (sub(ofWeights, likelihood.logPrior(own)) as Scalar) : ofWeights;
}

/** The pass's share of each chain's energy, one tensor [chains], where chains go by them; a share counts samples and items of all. */
export function passEnergies(
  { chains }: PosteriorFamily,
  { draw, result, own }: DrawnPass,
  likelihood: Likelihood,
  trainItems: number,
  { share }: PassTensors,
): readonly Tensor[] {
  if (chains?.moves !== 'by energies') return [];
  const ofPrior = priorEnergies(draw, likelihood, own);
  const ofData = mul(mean(result.logLikelihoods(), 1), -trainItems);
  return [mul(mul(add(ofData, ofPrior), chains.count / ofPrior.size), share)];
}

function priorEnergies(draw: Draw, { logPrior }: Likelihood, own: readonly Tensor[]): Tensor1D {
  const ofWeights = draw.priorEnergies?.();
  if (!ofWeights) throw new Error('This family has no chains.');
  if (!logPrior) return ofWeights;
  const ofChain = (chain: number) =>
    logPrior(own.map((parameter) => takeMembers(parameter, chain, 1, parameter.shape.slice(1))));
  return sub(ofWeights, stack(Array.from({ length: ofWeights.size }, (_, chain) => ofChain(chain))));
}
