import { engine, mul, registerGradient, step, type Tensor } from '@tensorflow/tfjs-core';
import { TraceBackend } from './trace-backend';

/**
 * Lets graphs take TensorFlow's ReluGrad for the gradient of a ReLU: one pass over memory, where tfjs's own gradient
 * (dy times a step function) becomes a comparison, a cast and a product. Other backends keep tfjs's.
 */
export function registerReluGradient(): void {
  registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () =>
        engine().backend instanceof TraceBackend
          ? (engine().runKernel('ReluGrad', { gradient: dy as Tensor, y }) as Tensor)
          : mul(dy as Tensor, step(y)),
    }),
  });
}
