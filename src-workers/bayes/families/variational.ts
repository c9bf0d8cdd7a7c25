import { addN, expandDims, type Scalar, type Tensor, type Tensor2D, unstack } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { drawWeights } from '../drawn-weights';
import { FlippedLayers, flippedTensors } from '../flipout';
import { drawNoise, gaussianParameters, monteCarloKl } from '../gaussian-posterior';
import { LocallyReparameterisedLayers } from '../local-reparameterisation';
import type { GaussianTensor, Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

export interface VariationalSettings {
  readonly prior: Prior;
  readonly kl: 'analytical' | 'monte-carlo';
  readonly initialValues: (runSeed: number) => readonly Float32Array[];
  /** Set where the items of a batch have noise of their own while training: on outputs instead of weights, or by signs. */
  readonly perItem?: { readonly noise: 'of outputs' | 'flipped'; readonly batchItems: number };
}

/** The parameters by what they are: Gaussians by weight tensor, and tensors that all samples share. */
interface Parts {
  readonly gaussians: ReadonlyMap<string, GaussianTensor>;
  readonly shared: ReadonlyMap<string, Tensor>;
}

/** Mean-field Gaussian variational inference (Blundell et al., arXiv 1505.05424). */
export function variationalFamily(
  weights: readonly WeightTensor[],
  settings: VariationalSettings,
): PosteriorFamily {
  // Draws need none of the streams of signs, which stand behind all others.
  const flipped = settings.perItem?.noise === 'flipped' ? flippedTensors(weights) : [];
  const drawAll = (parameters: readonly Tensor[], samples: DrawnSamples) => {
    const parts = partsOf(weights, parameters);
    const streams = unstack(samples.seeds) as Tensor2D[];
    const draws = [...parts.gaussians].map(([name, q], index) => {
      const seeds = streams[index];
      return { name, q, seeds, draw: drawWeights(q, seeds) };
    });
    const drawn = new Map([...parts.shared, ...draws.map(({ name, draw }) => [name, draw] as const)]);
    return { parts, draws, layers: new SampledLayers(drawn, samples.samples) };
  };

  const closedForm = ({ gaussians }: Parts): Scalar => {
    const { divergence } = settings.prior;
    if (!divergence) throw new Error('A prior without closed form should have been refused before.');
    return addN([...gaussians.values()].map((q) => divergence(q))) as Scalar;
  };

  const layersPerItem = (
    { gaussians, shared }: Parts,
    samples: DrawnSamples,
    { noise, batchItems }: NonNullable<VariationalSettings['perItem']>,
  ) => {
    const place = { batchItems, firstItem: samples.firstItem ?? 0 };
    return noise === 'flipped'
      ? new FlippedLayers(gaussians, shared, flipped, samples, place)
      : new LocallyReparameterisedLayers(gaussians, shared, samples, place);
  };

  return {
    parameters: gaussianParameters(weights),
    differs: ({ bayesian }) => bayesian,
    dropped: [],
    noiseTensors: weights.filter(({ bayesian }) => bayesian).length + flipped.length,
    initialValues: settings.initialValues,
    draw: (parameters, samples) => {
      if (settings.perItem) {
        const own = partsOf(weights, parameters);
        return {
          layers: layersPerItem(own, samples, settings.perItem),
          divergence: () => closedForm(own),
        };
      }
      const { parts, draws, layers } = drawAll(parameters, samples);
      const estimate = (): Scalar =>
        addN(
          draws.map(({ q, draw, seeds }) => monteCarloKl(q, settings.prior, draw, drawNoise(q, seeds))),
        ) as Scalar;
      return { layers, divergence: () => (settings.kl === 'analytical' ? closedForm(parts) : estimate()) };
    },
    drawLayers: (parameters, samples) => drawAll(parameters, samples).layers,
  };
}

function partsOf(weights: readonly WeightTensor[], parameters: readonly Tensor[]): Parts {
  const gaussians = new Map<string, GaussianTensor>();
  const shared = new Map<string, Tensor>();
  let next = 0;
  for (const { name, bayesian, fanIn, start } of weights) {
    if (bayesian) gaussians.set(name, { mean: parameters[next], logStd: parameters[next + 1], fanIn, start });
    else shared.set(name, expandDims(parameters[next], 0));
    next += bayesian ? 2 : 1;
  }
  return { gaussians, shared };
}
