import { customGrad, gather, type Tensor, type Tensor3D, tensor1d } from '@tensorflow/tfjs-core';

/**
 * Puts tokens into another order. The gradient is the same gathering in the inverse order.
 * @param x [groups, tokens, width]
 * @param order which token comes to each place
 * @param inverse its inverse
 */
export function permuteTokens(x: Tensor3D, order: Int32Array, inverse: Int32Array): Tensor3D {
  const op = customGrad<Tensor3D>((xIn) => ({
    value: gather(xIn as Tensor3D, tensor1d(order, 'int32'), 1),
    gradFunc: (dy: Tensor) => gather(dy, tensor1d(inverse, 'int32'), 1),
  }));
  return op(x);
}
