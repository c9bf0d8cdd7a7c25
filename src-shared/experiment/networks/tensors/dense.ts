import type { WeightTensor } from './weight-tensor';

export interface DenseOptions {
  readonly bias: boolean;
}

/** The tensors of a fully connected layer: `weight` [in, out] and, unless there is none, `bias` [out]. */
export function denseWeights(
  name: string,
  inputs: number,
  outputs: number,
  { bias }: DenseOptions = { bias: true },
): readonly WeightTensor[] {
  const common = { fanIn: inputs, bayesian: true, initial: 'uniform' } as const;
  const weight: WeightTensor = { name: `${name}.weight`, shape: [inputs, outputs], ...common };
  return bias ? [weight, { name: `${name}.bias`, shape: [outputs], ...common }] : [weight];
}
