import {
  add,
  mean as meanOver,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { sizeOf, type WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { ParameterSpec } from '../engine/parameter-layout';
import { seedPair } from '../random/noise-seeds';
import { sampledNormal } from '../random/sampled-noise';
import { fillStatelessNormal } from '../random/stateless-noise';
import { initialWeights } from './initial-weights';
import type { GaussianTensor, Prior } from './priors/prior';

/** The mean-field Gaussian posterior q(w) = N(mean, exp(log_std)^2), one mean and one log_std per weight. */

/**
 * Names of the weight tensors' parameters: `layers.0.weight.mean`, `layers.0.weight.log_std`; a tensor that is a point
 * estimate is its own parameter.
 */
export function gaussianParameters(tensors: readonly WeightTensor[]): readonly ParameterSpec[] {
  return tensors.flatMap(({ name, shape, bayesian }) =>
    bayesian
      ? [
          { name: `${name}.mean`, shape },
          { name: `${name}.log_std`, shape, role: 'log-std' },
        ]
      : [{ name, shape }],
  );
}

/**
 * Initial values in the order of `gaussianParameters`: means uniform in +-1/sqrt(fan_in), log_std constant at
 * log(posteriorStd) + log(1/sqrt(fan_in) + 1e-5) (arXiv 2604.04736's CIFAR-10 run has posteriorStd 0.01). A tensor that was
 * trained before begins where it stood; its deviations as well, where they were trained, or else in the measure of a prior
 * around it.
 */
export function initialGaussian(
  tensors: readonly WeightTensor[],
  posteriorStd: number,
  runSeed: number,
  prior?: Pick<Prior, 'firstStds'>,
  priorStdOf: (tensor: WeightTensor) => number | undefined = () => undefined,
): Float32Array[] {
  return tensors.flatMap((tensor, index) => {
    const start = initialWeights(tensor, index, 0, runSeed);
    if (!tensor.bayesian) return [start];
    return [
      start,
      tensor.start?.logStds?.() ??
        withUntrained(tensor, initialLogStds(tensor, posteriorStd, prior), priorStdOf),
    ];
  });
}

/** What no item moves has the prior as its posterior, where it begins. @param logStds are changed */
function withUntrained(
  tensor: WeightTensor,
  logStds: Float32Array,
  priorStdOf: (tensor: WeightTensor) => number | undefined,
): Float32Array {
  const std = tensor.untrained === undefined ? undefined : priorStdOf(tensor);
  return std === undefined ? logStds : logStds.fill(Math.log(std), 0, tensor.untrained);
}

function initialLogStds(
  tensor: WeightTensor,
  posteriorStd: number,
  prior: Pick<Prior, 'firstStds'> | undefined,
): Float32Array {
  const around = prior?.firstStds?.(tensor, posteriorStd);
  if (around) return around.map((std) => Math.log(std));
  const logStd = Math.log(posteriorStd) + Math.log(1 / Math.sqrt(tensor.fanIn) + 1e-5);
  return new Float32Array(sizeOf(tensor.shape)).fill(logStd);
}

/** Initial values that the prior itself suggests; only for priors that have a `start`. */
export function initialFromPrior(
  tensors: readonly WeightTensor[],
  start: NonNullable<Prior['start']>,
  runSeed: number,
): Float32Array[] {
  return tensors.flatMap((tensor, index) => {
    if (!tensor.bayesian) return [initialWeights(tensor, index, 0, runSeed)];
    const normal = new Float32Array(sizeOf(tensor.shape));
    fillStatelessNormal(...seedPair(runSeed, 'initialisation', 0, index, 0), normal);
    const { mean, std } = start(tensor.fanIn, normal, tensor.start);
    return [tensor.start?.numbers(0) ?? mean, std.map((value) => Math.log(value))];
  });
}

/** Noise of one weight tensor for a pass's samples, [samples, ...shape]. */
export function drawNoise(tensor: GaussianTensor, seeds: Tensor2D): Tensor {
  return sampledNormal(seeds, tensor.mean.shape);
}

/**
 * KL(q || p) estimated on the weights that were drawn: the mean over samples of log q(w_s) - log p(w_s). With
 * w = mean + std * eps, log q is -eps^2/2 - log_std - ln(2 pi)/2 exactly.
 */
export function monteCarloKl(q: GaussianTensor, prior: Prior, draws: Tensor, eps: Tensor): Scalar {
  const constant = 0.5 * Math.log(2 * Math.PI) * q.mean.size;
  const squares = mul(sum(meanOver(square(eps), 0)), 0.5);
  const logPosterior = sub(mul(sum(q.logStd), -1), add(squares, constant));
  return sub(logPosterior, prior.logDensity(draws, q)) as Scalar;
}
