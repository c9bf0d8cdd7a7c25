import { customGrad, type GradSaveFunc, type Tensor, zeros } from '@tensorflow/tfjs-core';

/** The tensor as it is, whose gradient is zero: neither clipping by norm nor moments hear of it. */
export function withoutGradient(tensor: Tensor): Tensor {
  const held = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [value] = args as [Tensor];
    return { value: value.clone(), gradFunc: () => zeros(value.shape) };
  });
  return held(tensor);
}
