import {
  add,
  customGrad,
  engine,
  exp,
  expandDims,
  type GradSaveFunc,
  mul,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../engine/trace/own-operations';
import { sampledNormal } from '../random/sampled-noise';
import type { GaussianTensor } from './priors/prior';

type Gaussian = Pick<GaussianTensor, 'mean' | 'logStd'>;

/**
 * Weights w_s = mean + exp(log_std) * eps_s with standard normal noise, one stream a sample. The gradient is written
 * out: d_mean = sum_s dw_s, d_log_std = std * sum_s dw_s * eps_s.
 * @param seeds int32 [samples, 2]
 * @returns [samples, ...shape of mean]
 */
export function drawWeights(q: Gaussian, seeds: Tensor2D): Tensor {
  return hasOwnOperations() ? drawAtOnce(q, seeds) : drawFromNoise(q, sampledNormal(seeds, q.mean.shape));
}

/** By our own operations, which draw the same noise again for the gradient and so store none of it. */
function drawAtOnce({ mean, logStd }: Gaussian, seeds: Tensor2D): Tensor {
  const draw = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    save([logStdIn, seeds]);
    const inputs = { mean: meanIn, logStd: logStdIn, seeds };
    return {
      value: engine().runKernel('ParasampleDraw', inputs) as Tensor,
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [savedLogStd, savedSeeds] = saved;
        const given = { gradient, logStd: savedLogStd, seeds: savedSeeds };
        return engine().runKernel('ParasampleDrawGradient', given) as Tensor[];
      },
    };
  });
  return draw(mean, logStd);
}

/** @param eps [samples, ...shape of mean] */
function drawFromNoise({ mean, logStd }: Gaussian, eps: Tensor): Tensor {
  const draw = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    const std = exp(logStdIn);
    save([std, eps]);
    return {
      value: add(expandDims(meanIn, 0), mul(expandDims(std, 0), eps)),
      gradFunc: (dw: Tensor, [savedStd, savedEps]: Tensor[]) => [
        sum(dw, 0),
        mul(savedStd, sum(mul(dw, savedEps), 0)),
      ],
    };
  });
  return draw(mean, logStd);
}
