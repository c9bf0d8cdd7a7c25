import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Prior as PriorSettings } from '../../../src-shared/experiment/experiment';
import { gaussianPrior } from './gaussian-prior';
import { quietPrior } from './quiet-prior';
import { studentTPrior } from './student-t-prior';
import { uniformPrior } from './uniform-prior';

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
   */
  logDensity(draws: Tensor, q: GaussianTensor): Scalar;
  /** Mean and standard deviation from which a posterior may start; missing where the prior suggests none. */
  readonly start?: (
    fanIn: number,
    normal: Float32Array,
  ) => { readonly mean: Float32Array; readonly std: Float32Array };
}

export function buildPrior(settings: PriorSettings): Prior {
  switch (settings.kind) {
    case 'gaussian':
      return gaussianPrior(() => settings.std);
    case 'rescaled-gaussian':
      // arXiv 2604.04736's layers: a standard normal scaled to each layer's inputs.
      return gaussianPrior((fanIn) => 1 / Math.sqrt(3 * fanIn) + 1e-5);
    case 'uniform':
      return uniformPrior;
    case 'student-t':
      return studentTPrior(settings.degreesOfFreedom, settings.scale);
    case 'quiet':
      return quietPrior(settings.stdRatio, settings.meanStd);
  }
}
