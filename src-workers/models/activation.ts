import { add, erf, mul, relu, type Tensor, tanh } from '@tensorflow/tfjs-core';

export type Activation = 'relu' | 'tanh' | 'gelu';

/** GELU is the exact one, x * Phi(x) (Hendrycks and Gimpel, arXiv 1606.08415). */
export function activate<T extends Tensor>(x: T, activation: Activation): T {
  switch (activation) {
    case 'relu':
      return relu(x);
    case 'tanh':
      return tanh(x);
    case 'gelu':
      return mul(mul(x, 0.5), add(1, erf(mul(x, Math.SQRT1_2))));
  }
}
