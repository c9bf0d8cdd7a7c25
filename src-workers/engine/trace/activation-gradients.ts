import { engine, mul, registerGradient, square, step, sub, type Tensor } from '@tensorflow/tfjs-core';
import { TraceBackend } from './trace-backend';

/** The gradient of what an activation was of, given that of its result y. */
type Gradient = (dy: Tensor, y: Tensor) => Tensor;

/** By TensorFlow's own operation of this name in graphs, otherwise as tfjs has it. */
function inOnePass(kernelName: string, composed: Gradient): Gradient {
  return (dy, y) =>
    engine().backend instanceof TraceBackend
      ? (engine().runKernel(kernelName, { gradient: dy, y }) as Tensor)
      : composed(dy, y);
}

const reluGradient = inOnePass('ReluGrad', (dy, y) => mul(dy, step(y)));
export const sigmoidGradient = inOnePass('SigmoidGrad', (dy, y) => mul(dy, mul(y, sub(1, y))));
export const tanhGradient = inOnePass('TanhGrad', (dy, y) => mul(sub(1, square(y)), dy));

/**
 * Lets graphs take TensorFlow's own gradients of these activations: one pass over memory each, where tfjs's (as dy times a
 * step function) becomes several operations. Other backends keep tfjs's.
 */
export function registerActivationGradients(): void {
  const all = { Relu: reluGradient, Sigmoid: sigmoidGradient, Tanh: tanhGradient };
  for (const [kernelName, gradient] of Object.entries(all))
    registerGradient({
      kernelName,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({ x: () => gradient(dy as Tensor, y) }),
    });
}
