import {
  cast,
  greaterEqual,
  mul,
  reshape,
  scalar,
  type Tensor,
  type Tensor2D,
  unstack,
} from '@tensorflow/tfjs-core';
import type { DropoutSite } from '../../../src-shared/experiment/networks/tensors/dropout-site';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Weights } from '../../models/layers';
import { sampledUniform } from '../../random/sampled-noise';
import { initialWeights } from '../initial-weights';
import { priorPenalty } from '../prior-penalty';
import type { Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import { sharedWeights } from './point-estimate';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

/**
 * Monte Carlo dropout (Gal and Ghahramani, arXiv 1506.02142): one set of weights, and a sample is a mask over the
 * hidden units, the same for all items, kept up in prediction. The prior of the weights is a penalty.
 */
export function dropoutFamily(
  weights: readonly WeightTensor[],
  sites: readonly DropoutSite[],
  rate: number,
  prior: Prior,
): PosteriorFamily {
  const layersOf = (parameters: readonly Tensor[], { seeds, samples }: DrawnSamples) => {
    const streams = unstack(seeds) as Tensor2D[];
    const masks = new Map(
      sites.map(({ name, units, rate: own = 0 }, index) => [
        name,
        dropoutMask(streams[index], units, rate > 0 ? rate : own),
      ]),
    );
    return new MaskedLayers(sharedWeights(weights, parameters), samples, masks);
  };
  return {
    parameters: weights.map(({ name, shape }) => ({ name, shape })),
    differs: () => false,
    dropped: sites,
    noiseTensors: sites.length,
    initialValues: (runSeed) => weights.map((weight, index) => initialWeights(weight, index, 0, runSeed)),
    draw: (parameters, samples) => ({
      layers: layersOf(parameters, samples),
      divergence: () => priorPenalty(prior, weights, sharedWeights(weights, parameters)),
    }),
    drawLayers: layersOf,
  };
}

/** [samples, units]: 0 with probability `rate`, else 1 / (1 - rate), so that the mean over masks is 1. */
function dropoutMask(seeds: Tensor2D, units: number, rate: number): Tensor2D {
  const kept = greaterEqual(sampledUniform(seeds, [units]), scalar(rate));
  return mul(cast(kept, 'float32'), 1 / (1 - rate)) as Tensor2D;
}

class MaskedLayers extends SampledLayers {
  constructor(
    weights: Weights,
    samples: number,
    readonly masks: ReadonlyMap<string, Tensor2D>,
  ) {
    super(weights, samples);
  }

  override dropout(name: string, x: Tensor): Tensor {
    const mask = this.masks.get(name);
    if (!mask) throw new Error(`The model drops units at ${name}, which it did not declare.`);
    const [samples, units] = mask.shape;
    return mul(x, reshape(mask, [samples, ...x.shape.slice(1, -1).map(() => 1), units]));
  }
}
