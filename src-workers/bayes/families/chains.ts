import { addN, mean, neg, type Scalar, stack, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Prior } from '../priors/prior';
import { ensembleFamily, takeMembers } from './deep-ensemble';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

export interface ChainSettings {
  /** Chains of the whole run (S). */
  readonly count: number;
  /** What comes with the gradients: noise, or the energy of each chain. */
  readonly moves: 'by noise' | 'by energies';
}

/**
 * Markov chains over all weights: parameters are those of an ensemble, each member being where its chain stands, and
 * the divergence is the mean over the chains of -log p(w), so that the loss is the mean of their potential energies.
 * @param own global numbers of this worker's chains
 */
export function chainFamily(
  weights: readonly WeightTensor[],
  own: { readonly first: number; readonly count: number },
  prior: Prior,
  chains: ChainSettings,
): PosteriorFamily {
  const ensemble = ensembleFamily(weights, own, prior);
  const energy = (parameters: readonly Tensor[], { first, samples }: DrawnSamples): Scalar =>
    neg(
      addN(
        weights.map(({ shape, fanIn, start }, index) => {
          const draws = takeMembers(parameters[index], first, samples, shape);
          return prior.logDensity(draws, { mean: mean(draws, 0), fanIn, start });
        }),
      ),
    ) as Scalar;
  return {
    ...ensemble,
    chains,
    draw: (parameters, samples) => ({
      layers: ensemble.drawLayers(parameters, samples),
      divergence: () => energy(parameters, samples),
      priorEnergies: () =>
        stack(
          Array.from({ length: samples.samples }, (_, chain) =>
            energy(parameters, { ...samples, first: samples.first + chain, samples: 1 }),
          ),
        ) as Tensor1D,
    }),
  };
}
