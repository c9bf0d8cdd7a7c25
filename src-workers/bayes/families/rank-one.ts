import {
  addN,
  mul,
  reshape,
  type Scalar,
  sub,
  type Tensor,
  type Tensor2D,
  unstack,
} from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { factors } from '../../../src-shared/posterior/rank-one';
import type { ParameterSpec } from '../../engine/parameter-layout';
import { drawWeights } from '../drawn-weights';
import { initialWeights } from '../initial-weights';
import { priorPenalty } from '../prior-penalty';
import { gaussianKl } from '../priors/gaussian-kl';
import type { Prior } from '../priors/prior';
import { SampledLayers } from '../sampled-layers';
import { sharedWeights } from './point-estimate';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

export interface RankOneSettings {
  /** Of the weights that all samples share, as a penalty. */
  readonly prior: Prior;
  /** Of the prior N(1, factorStd²) on each factor. */
  readonly factorStd: number;
}

interface Factor {
  readonly mean: Tensor;
  readonly logStd: Tensor;
}

/**
 * Rank-1 factors (Dusenberry et al., arXiv 2005.07186): a layer's kernel W is shared by all samples, and each multiplies it by a
 * matrix r sᵀ of its own, with Gaussian r over its inputs and s over its outputs: y = ((x ∘ r) W) ∘ s + b. Biases are shared.
 * Parameters are the shared weights, then mean and log_std of r and of s of each kernel.
 */
export function rankOneFamily(
  weights: readonly WeightTensor[],
  { prior, factorStd }: RankOneSettings,
): PosteriorFamily {
  const kernels = weights.filter(hasFactors);
  const factorsIn = (parameters: readonly Tensor[]): readonly Factor[] =>
    kernels.flatMap((_, kernel) =>
      factors.map((_, side) => {
        const at = weights.length + 4 * kernel + 2 * side;
        return { mean: parameters[at], logStd: parameters[at + 1] };
      }),
    );
  const layersOf = (parameters: readonly Tensor[], { seeds, samples }: DrawnSamples) => {
    const streams = unstack(seeds) as Tensor2D[];
    const drawn = factorsIn(parameters).map((factor, index) => drawWeights(factor, streams[index]));
    const all = new Map(sharedWeights(weights, parameters));
    kernels.forEach(({ name }, kernel) => {
      const shared = all.get(name);
      if (shared) all.set(name, multiplied(shared, drawn[2 * kernel], drawn[2 * kernel + 1]));
    });
    return new SampledLayers(all, samples);
  };
  const divergence = (parameters: readonly Tensor[]): Scalar => {
    const penalty = priorPenalty(prior, weights, sharedWeights(weights, parameters));
    const ofFactors = factorsIn(parameters).map(({ mean, logStd }) =>
      gaussianKl(sub(mean, 1), logStd, factorStd),
    );
    return addN([penalty, ...ofFactors]) as Scalar;
  };
  return {
    parameters: [...weights.map(({ name, shape }) => ({ name, shape })), ...kernels.flatMap(factorSpecs)],
    differs: hasFactors,
    dropped: [],
    noiseTensors: factors.length * kernels.length,
    initialValues: (runSeed) => [
      ...weights.map((weight, index) => initialWeights(weight, index, 0, runSeed)),
      ...kernels.flatMap((kernel) => sidesOf(kernel).flatMap((length) => firstFactor(length, factorStd))),
    ],
    draw: (parameters, samples) => ({
      layers: layersOf(parameters, samples),
      divergence: () => divergence(parameters),
    }),
    drawLayers: layersOf,
  };
}

/** Kernels with a distribution; biases and scales are shared. */
function hasFactors({ bayesian, shape }: WeightTensor): boolean {
  return bayesian && shape.length >= 2;
}

/** Inputs and outputs of a kernel [..., in, out]. */
function sidesOf({ shape }: WeightTensor): readonly number[] {
  return shape.slice(-2);
}

function factorSpecs(kernel: WeightTensor): readonly ParameterSpec[] {
  return sidesOf(kernel).flatMap((length, side): readonly ParameterSpec[] => {
    const name = `${kernel.name}.${factors[side]}`;
    return [
      { name: `${name}.mean`, shape: [length] },
      { name: `${name}.log_std`, shape: [length], role: 'log-std' },
    ];
  });
}

/** At the prior. */
function firstFactor(length: number, factorStd: number): readonly Float32Array[] {
  return [new Float32Array(length).fill(1), new Float32Array(length).fill(Math.log(factorStd))];
}

/**
 * @param kernel [1, ..., in, out]
 * @param input [samples, in]
 * @param output [samples, out]
 * @returns [samples, ..., in, out]
 */
function multiplied(kernel: Tensor, input: Tensor, output: Tensor): Tensor {
  const [samples, inputs] = input.shape;
  const before = kernel.shape.slice(1, -2).map(() => 1);
  const outer = mul(
    reshape(input, [samples, ...before, inputs, 1]),
    reshape(output, [samples, ...before, 1, output.shape[1] ?? 1]),
  );
  return mul(kernel, outer);
}
