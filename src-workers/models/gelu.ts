import {
  add,
  customGrad,
  engine,
  erf,
  exp,
  type GradSaveFunc,
  mul,
  square,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../engine/trace/own-operations';

const densityAtZero = 1 / Math.sqrt(2 * Math.PI);

/**
 * The exact GELU, x * Phi(x) (Hendrycks and Gimpel, arXiv 1606.08415). Its gradient is written out, so that the
 * backward pass needs no second error function: Phi(x) + x * phi(x).
 */
export function gelu<T extends Tensor>(x: T): T {
  return hasOwnOperations() ? geluAtOnce(x) : composedGelu(x);
}

/** By our own operations, one pass over memory each. */
function geluAtOnce<T extends Tensor>(x: T): T {
  const op = customGrad<T>((...args) => {
    const [input, save] = args as [T, GradSaveFunc];
    save([input]);
    return {
      value: engine().runKernel('ParasampleGelu', { x: input }) as T,
      gradFunc: (gradient: T, [saved]: Tensor[]) =>
        engine().runKernel('ParasampleGeluGradient', { gradient, x: saved }) as Tensor,
    };
  });
  return op(x);
}

function composedGelu<T extends Tensor>(x: T): T {
  const op = customGrad<T>((...args) => {
    const [input, save] = args as [T, GradSaveFunc];
    const below = mul(add(erf(mul(input, Math.SQRT1_2)), 1), 0.5);
    save([input, below]);
    return {
      value: mul(input, below) as T,
      gradFunc: (dy: T, [xIn, phi]: Tensor[]) => {
        const density = mul(exp(mul(square(xIn), -0.5)), densityAtZero);
        return mul(dy, add(phi, mul(xIn, density)));
      },
    };
  });
  return op(x);
}
