import { expandDims, type Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { initialWeights } from '../initial-weights';
import { priorPenalty } from '../prior-penalty';
import type { Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

/** One network and no uncertainty, the mode of the posterior: the baseline that Bayesian ones are held against. */
export function pointEstimateFamily(weights: readonly WeightTensor[], prior: Prior): PosteriorFamily {
  const layersOf = (parameters: readonly Tensor[], { samples }: DrawnSamples) =>
    new SampledLayers(sharedWeights(weights, parameters), samples);
  return {
    parameters: weights.map(({ name, shape }) => ({ name, shape })),
    differs: () => false,
    dropped: [],
    noiseTensors: 0,
    initialValues: (runSeed) => weights.map((weight, index) => initialWeights(weight, index, 0, runSeed)),
    draw: (parameters, samples) => ({
      layers: layersOf(parameters, samples),
      divergence: () => priorPenalty(prior, weights, sharedWeights(weights, parameters)),
    }),
    drawLayers: layersOf,
  };
}

/** The same weights for all samples, [1, ...shape] each. */
export function sharedWeights(
  weights: readonly WeightTensor[],
  parameters: readonly Tensor[],
): ReadonlyMap<string, Tensor> {
  return new Map(weights.map(({ name }, index) => [name, expandDims(parameters[index], 0)]));
}
