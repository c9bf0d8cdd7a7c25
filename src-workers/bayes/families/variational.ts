import { addN, type Scalar, type Tensor, type Tensor2D, unstack } from '@tensorflow/tfjs-core';
import type { Weights } from '../../models/layers';
import { drawNoise, drawWeights, gaussianParameters, monteCarloKl } from '../gaussian-posterior';
import { LocallyReparameterisedLayers, type LocalNoise } from '../local-reparameterisation';
import type { GaussianTensor, Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import type { WeightTensor } from '../weight-tensor';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

export interface VariationalSettings {
  readonly prior: Prior;
  readonly kl: 'analytical' | 'monte-carlo';
  readonly initialValues: (runSeed: number) => readonly Float32Array[];
  /** Set where noise is put on outputs instead of weights. */
  readonly localNoise?: LocalNoise;
}

/** Mean-field Gaussian variational inference (Blundell et al., arXiv 1505.05424). */
export function variationalFamily(
  weights: readonly WeightTensor[],
  settings: VariationalSettings,
): PosteriorFamily {
  const gaussiansOf = (parameters: readonly Tensor[]): readonly GaussianTensor[] =>
    weights.map(({ fanIn }, index) => ({
      mean: parameters[2 * index],
      logStd: parameters[2 * index + 1],
      fanIn,
    }));

  const drawAll = (gaussians: readonly GaussianTensor[], { seeds }: DrawnSamples) => {
    const streams = unstack(seeds) as Tensor2D[];
    const noises = gaussians.map((gaussian, index) => drawNoise(gaussian, streams[index]));
    return { noises, draws: gaussians.map((gaussian, index) => drawWeights(gaussian, noises[index])) };
  };

  const named = (draws: readonly Tensor[]): Weights =>
    new Map(weights.map(({ name }, index) => [name, draws[index]]));

  const closedForm = (gaussians: readonly GaussianTensor[]): Scalar => {
    const { divergence } = settings.prior;
    if (!divergence) throw new Error('A prior without closed form should have been refused before.');
    return addN(gaussians.map((gaussian) => divergence(gaussian))) as Scalar;
  };

  return {
    parameters: gaussianParameters(weights),
    noiseTensors: weights.length,
    initialValues: settings.initialValues,
    draw: (parameters, samples) => {
      const gaussians = gaussiansOf(parameters);
      if (settings.localNoise) {
        const byName = new Map(weights.map(({ name }, index) => [name, gaussians[index]]));
        const layers = new LocallyReparameterisedLayers(byName, samples, settings.localNoise);
        return { layers, divergence: () => closedForm(gaussians) };
      }
      const { noises, draws } = drawAll(gaussians, samples);
      const estimate = (): Scalar =>
        addN(
          gaussians.map((q, index) => monteCarloKl(q, settings.prior, draws[index], noises[index])),
        ) as Scalar;
      return {
        layers: new SampledLayers(named(draws), samples.samples),
        divergence: () => (settings.kl === 'analytical' ? closedForm(gaussians) : estimate()),
      };
    },
    drawLayers: (parameters, samples) =>
      new SampledLayers(named(drawAll(gaussiansOf(parameters), samples).draws), samples.samples),
  };
}
