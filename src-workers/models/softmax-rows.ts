import { engine, mul, softmax, sub, type Tensor } from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../engine/trace/own-operations';

/** Softmax along the last axis; without a gradient of its own, for code that writes one out. */
export function softmaxRows(x: Tensor): Tensor {
  return hasOwnOperations() ? (engine().runKernel('ParasampleSoftmax', { x }) as Tensor) : softmax(x);
}

/**
 * The gradient of what a softmax was taken of: p * (dp - rowsum(p * dp)).
 * @param probabilities the softmax's result p
 * @param gradient of the probabilities, dp
 * @param rowSums of p * dp, [..., 1], where the caller has a cheaper way to them; only called if they are needed
 */
export function softmaxGradient(probabilities: Tensor, gradient: Tensor, rowSums: () => Tensor): Tensor {
  return hasOwnOperations()
    ? (engine().runKernel('ParasampleSoftmaxGradient', { gradient, probabilities }) as Tensor)
    : mul(probabilities, sub(gradient, rowSums()));
}
