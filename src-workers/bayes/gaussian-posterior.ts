import {
  add,
  customGrad,
  exp,
  expandDims,
  type GradSaveFunc,
  mul,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '../engine/parameter-layout';
import { seedPair } from '../random/noise-seeds';
import { philox } from '../random/philox';
import { sampledNormal } from '../random/sampled-normal';
import { sizeOf, type WeightTensor } from './weight-tensor';

/** The mean-field Gaussian posterior q(w) = N(mean, exp(log_std)^2), one mean and one log_std per weight. */

/** Names of a weight tensor's parameters: `layers.0.weight.mean`, `layers.0.weight.log_std`. */
export function gaussianParameters(tensors: readonly WeightTensor[]): readonly ParameterSpec[] {
  return tensors.flatMap(({ name, shape }) => [
    { name: `${name}.mean`, shape },
    { name: `${name}.log_std`, shape },
  ]);
}

/**
 * Initial values in the order of `gaussianParameters`: means uniform in +-1/sqrt(fan_in), log_std constant at
 * log(posteriorStd) + log(1/sqrt(fan_in) + 1e-5) (arXiv 2604.04736's CIFAR-10 run has posteriorStd 0.01).
 */
export function initialGaussian(
  tensors: readonly WeightTensor[],
  posteriorStd: number,
  runSeed: number,
): Float32Array[] {
  return tensors.flatMap(({ shape, fanIn }, index) => {
    const bound = 1 / Math.sqrt(fanIn);
    const means = uniform(sizeOf(shape), runSeed, index).map((value) => (2 * value - 1) * bound);
    const logStds = new Float32Array(sizeOf(shape)).fill(Math.log(posteriorStd) + Math.log(bound + 1e-5));
    return [means, logStds];
  });
}

/**
 * Draws weights w_s = mean + exp(log_std) * eps_s. Its gradient is written out so that the backward pass makes two
 * sums over samples and no copies of the parameters: d_mean = sum_s dw_s, d_log_std = std * sum_s dw_s * eps_s.
 * @param seeds int32 [samples, 2]
 * @returns [samples, ...shape of mean]
 */
export function drawWeights(mean: Tensor, logStd: Tensor, seeds: Tensor2D): Tensor {
  const eps = sampledNormal(seeds, mean.shape);
  const draw = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    const std = exp(logStdIn);
    const value = add(expandDims(meanIn, 0), mul(expandDims(std, 0), eps));
    save([std, eps]);
    return {
      value,
      gradFunc: (dw: Tensor, saved: Tensor[]) => {
        const [savedStd, savedEps] = saved;
        return [sum(dw, 0), mul(savedStd, sum(mul(dw, savedEps), 0))];
      },
    };
  });
  return draw(mean, logStd);
}

/** Uniform numbers in [0, 1), a stream of the run's seed and the tensor's place in the model. */
function uniform(count: number, runSeed: number, tensor: number): Float32Array {
  const key = Uint32Array.from(seedPair(runSeed, 'initialisation', 0, tensor, 0));
  const words = new Uint32Array(4);
  return Float32Array.from({ length: count }, (_, index) => {
    if (index % 4 === 0) philox(key, Uint32Array.of(index / 4, 0, 0, 0), words);
    return words[index % 4] / 2 ** 32;
  });
}
