import {
  add,
  addN,
  matMul,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor2D,
  unstack,
} from '@tensorflow/tfjs-core';
import { layerOf } from '../../../src-shared/experiment/bayesian-layers';
import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { ParameterSpec } from '../../engine/parameter-layout';
import type { Layers } from '../../models/layers';
import { seedPair } from '../../random/noise-seeds';
import { sampledNormal } from '../../random/sampled-noise';
import { fillStatelessNormal } from '../../random/stateless-noise';
import { gaussianParameters, initialGaussian } from '../gaussian-posterior';
import { lowRankDivergence } from '../low-rank-divergence';
import type { Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';
import { variationalFamily } from './variational';

export interface LowRankSettings {
  readonly rank: number;
  readonly prior: Prior;
  /** Of the Gaussian around zero that the prior is. */
  readonly priorStdOf: (weight: WeightTensor) => number;
  /** Scale of the first standard deviations, relative to 1/sqrt(fan_in). */
  readonly posteriorStd: number;
}

/** Of the first standard deviation of a weight, what all directions together move it by: where nothing moves, no gradient leads away. */
const firstShare = 0.1;

/**
 * Gaussian variational inference with the covariance D + UUᵀ in each layer, D diagonal and U of `rank` columns over all weights of
 * the layer: w = mean + std ∘ eps + U z, with standard normal eps for each weight and z for each direction.
 * Parameters are those of the mean-field family, then `NAME.low_rank` [rank, ...shape] of each tensor.
 */
export function lowRankFamily(weights: readonly WeightTensor[], settings: LowRankSettings): PosteriorFamily {
  const { rank, prior, posteriorStd } = settings;
  const uncertain = weights.filter(({ bayesian }) => bayesian);
  const layers = [...new Set(uncertain.map(({ name }) => layerOf(name)))];
  const independent = variationalFamily(weights, {
    prior,
    kl: 'analytical',
    initialValues: (runSeed) => initialGaussian(weights, posteriorStd, runSeed),
  });
  const own = gaussianParameters(weights);
  const place = new Map(own.map(({ name }, index) => [name, index]));
  const directionsOf = (parameters: readonly Tensor[], weight: WeightTensor): Tensor =>
    parameters[own.length + uncertain.indexOf(weight)];

  /** The layers of the independent draws, each moved along its directions. */
  const moved = (drawn: Layers, parameters: readonly Tensor[], { seeds, samples }: DrawnSamples): Layers => {
    const streams = unstack(seeds).slice(independent.noiseTensors) as Tensor2D[];
    const along = new Map(layers.map((layer, index) => [layer, sampledNormal(streams[index], [rank])]));
    const all = weights.map((weight): [string, Tensor] => {
      const { name, shape, bayesian } = weight;
      if (!bayesian) return [name, drawn.weight(name)];
      const directions = reshape(directionsOf(parameters, weight), [rank, sizeOf(shape)]);
      const together = matMul(along.get(layerOf(name)) as Tensor2D, directions as Tensor2D);
      return [name, add(drawn.weight(name), reshape(together, [samples, ...shape]))];
    });
    return new SampledLayers(new Map(all), samples);
  };

  const divergence = (parameters: readonly Tensor[]): Scalar =>
    addN(
      layers.map((layer) =>
        lowRankDivergence(
          uncertain
            .filter(({ name }) => layerOf(name) === layer)
            .map((weight) => ({
              logStd: parameters[place.get(`${weight.name}.log_std`) ?? -1],
              directions: directionsOf(parameters, weight),
              priorStd: settings.priorStdOf(weight),
            })),
        ),
      ),
    ) as Scalar;

  return {
    ...independent,
    parameters: [...own, ...uncertain.map((weight) => directionSpec(weight, rank))],
    noiseTensors: independent.noiseTensors + layers.length,
    initialValues: (runSeed) => {
      const first = independent.initialValues(runSeed);
      const directions = uncertain.map((weight, index) => {
        const logStds = first[place.get(`${weight.name}.log_std`) ?? -1];
        return firstDirections(logStds, rank, [runSeed, weights.length + index]);
      });
      return [...first, ...directions];
    },
    draw: (parameters, samples) => {
      const draw = independent.draw(parameters.slice(0, own.length), samples);
      return {
        layers: moved(draw.layers, parameters, samples),
        divergence: () => add(draw.divergence(), divergence(parameters)) as Scalar,
      };
    },
    drawLayers: (parameters, samples) =>
      moved(independent.drawLayers(parameters.slice(0, own.length), samples), parameters, samples),
  };
}

function directionSpec({ name, shape }: WeightTensor, rank: number): ParameterSpec {
  return { name: `${name}.low_rank`, shape: [rank, ...shape] };
}

/** @param stream the run's seed, and a number that no other initial values have */
function firstDirections(
  logStds: Float32Array,
  rank: number,
  [runSeed, stream]: readonly [number, number],
): Float32Array {
  const normal = new Float32Array(rank * logStds.length);
  fillStatelessNormal(...seedPair(runSeed, 'initialisation', 0, stream, 0), normal);
  const share = firstShare / Math.sqrt(rank);
  return normal.map((value, index) => value * share * Math.exp(logStds[index % logStds.length]));
}
