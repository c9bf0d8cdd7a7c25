import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type {
  WeightStart,
  WeightTensor,
} from '../../../src-shared/experiment/networks/tensors/weight-tensor';

/** A mean-field Gaussian over one weight tensor. */
export interface GaussianTensor {
  readonly mean: Tensor;
  readonly logStd: Tensor;
  readonly fanIn: number;
  /** Where it stood when it was trained before. */
  readonly start?: WeightStart | undefined;
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
  logDensity(draws: Tensor, about: Pick<GaussianTensor, 'mean' | 'fanIn' | 'start'>): Scalar;
  /** Mean and standard deviation from which a posterior may start; missing where the prior suggests none. */
  readonly start?: (
    fanIn: number,
    normal: Float32Array,
    trained?: WeightStart,
  ) => { readonly mean: Float32Array; readonly std: Float32Array };
  /** Standard deviations from which a posterior starts where it was trained before, in the prior's own measure. */
  readonly firstStds?: (tensor: WeightTensor, posteriorStd: number) => Float32Array | undefined;
}
