import type { WeightTensor } from './weight-tensor';

const kernel = 3;

/** The tensors of a 3 x 3 convolution: `weight` [3, 3, in, out] and `bias` [out]. */
export function convolutionWeights(name: string, inputs: number, outputs: number): readonly WeightTensor[] {
  const common = { fanIn: kernel * kernel * inputs, bayesian: true, initial: 'uniform' } as const;
  return [
    { name: `${name}.weight`, shape: [kernel, kernel, inputs, outputs], ...common },
    { name: `${name}.bias`, shape: [outputs], ...common },
  ];
}
