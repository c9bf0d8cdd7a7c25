import { engine, registerGradient, type Tensor } from '@tensorflow/tfjs-core';

/** Cuts a product into queries, keys and values, whose gradients become one without being stacked before. */
export const splitHeadsKernel = 'ParasampleSplitHeads';

export function registerSplitHeadsGradient(): void {
  registerGradient({
    kernelName: splitHeadsKernel,
    gradFunc: (gradients) => {
      const [queries, keys, values] = gradients as Tensor[];
      return { x: () => engine().runKernel('ParasampleJoinHeads', { queries, keys, values }) as Tensor };
    },
  });
}
