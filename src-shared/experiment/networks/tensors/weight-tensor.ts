/** How a point estimate, or a posterior's mean, starts. */
export type InitialWeights = 'uniform' | 'zeros' | 'ones';

/** A tensor of weights of a network, before any posterior family gives it parameters. */
export interface WeightTensor {
  /** As in `layers.0.weight`, a layer and its variable; exports use it. */
  readonly name: string;
  /** Of one sample: [in, out] for dense kernels, [height, width, in, out] for convolutions, [out] for biases. */
  readonly shape: readonly number[];
  /** Inputs that feed one output; it scales the initial values. A bias has its layer's. */
  readonly fanIn: number;
  /** False for weights that are one value in every sample, as normalisation layers have them. */
  readonly bayesian: boolean;
  readonly initial: InitialWeights;
  /** Set where no gradient moves it but what items have in its place, as running statistics: in each step by this share of the way there. */
  readonly moving?: { readonly rate: number };
  /** Set in a network with several outputs where its layer is the nearest before one. */
  readonly isLast?: true;
  /** Its first numbers, so many, that no training item moves: nothing but the prior is known of them. */
  readonly untrained?: number;
  /** Set where it stays as it begins. */
  readonly frozen?: true;
  /** Where it stood when it was trained before, to begin there instead. */
  readonly start?: WeightStart;
}

/** What training before left of a weight tensor, in its shape. */
export interface WeightStart {
  /** @param sample of samples that have weights of their own, from 0 */
  numbers(sample: number): Float32Array;
  /** Logarithms of the standard deviations of a posterior of it; undefined where there was none. */
  logStds?(): Float32Array | undefined;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
