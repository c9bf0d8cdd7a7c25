import { matMul, reshape, square, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../laplace-scope';
import { byTensor } from './by-tensor';
import type { Covariance } from './covariance';

/** F of the covariance F Fᵀ, [P, P]. */
export const covarianceRoot = 'laplace.covariance_root';

/** One matrix over all weights. */
export function fullCovariance({ tensors, size }: LaplaceScope): Covariance {
  return {
    parameters: [{ name: covarianceRoot, shape: [size, size] }],
    deviations: ([root], noise) => {
      const all = matMul(noise, reshape(root, [size, size]), false, true) as Tensor2D;
      return byTensor(all, tensors);
    },
    outputVariances: ([root], { jacobian }) =>
      sum(square(matMul(jacobian(), reshape(root, [size, size]) as Tensor2D)), 1) as Tensor1D,
  };
}
