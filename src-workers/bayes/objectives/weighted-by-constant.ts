import { customGrad, type GradSaveFunc, mul, type Tensor } from '@tensorflow/tfjs-core';

/** values * weights(values), the weights held constant in the backward pass. */
export function weightedByConstant(values: Tensor, weightsOf: (values: Tensor) => Tensor): Tensor {
  const product = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [valuesIn, save] = args as [Tensor, GradSaveFunc];
    const weights = weightsOf(valuesIn);
    save([weights]);
    return {
      value: mul(valuesIn, weights),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, saved[0]),
    };
  });
  return product(values);
}
