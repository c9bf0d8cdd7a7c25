import {
  addN,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  unstack,
} from '@tensorflow/tfjs-core';
import { sampledNormal } from '../random/sampled-noise';

/**
 * A number whose gradient is standard normal noise: the mean over chains of the inner product of parameters with it.
 * Noise of a chain is a stream of its own for each parameter, keyed by the chain's number.
 * @param parameters of the pass's chains, [chains, ...shape] each
 * @param seeds int32 [parameters, chains, 2]
 */
export function chainNoise(parameters: readonly Tensor[], seeds: Tensor3D): Scalar {
  const streams = unstack(seeds) as Tensor2D[];
  const products = parameters.map((chains, index) =>
    sum(mul(chains, sampledNormal(streams[index], chains.shape.slice(1)))),
  );
  return mul(addN(products), 1 / seeds.shape[1]) as Scalar;
}
