import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** A mean-field Gaussian over one weight tensor. */
export interface GaussianTensor {
  readonly mean: Tensor;
  readonly logStd: Tensor;
  readonly fanIn: number;
}

/** What is believed of the weights before the data. All in nats, normalising constants included. */
export interface Prior {
  /** KL(q || p) in closed form, summed over the tensor; missing where there is none. */
  readonly divergence?: (q: GaussianTensor) => Scalar;
  /**
   * log p(w), summed over the tensor and averaged over its draws.
   * @param draws [samples, ...shape of mean]
   * @param about what they are draws of
   */
  logDensity(draws: Tensor, about: Pick<GaussianTensor, 'mean' | 'fanIn'>): Scalar;
  /** Mean and standard deviation from which a posterior may start; missing where the prior suggests none. */
  readonly start?: (
    fanIn: number,
    normal: Float32Array,
  ) => { readonly mean: Float32Array; readonly std: Float32Array };
}
