import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '../../engine/parameter-layout';

/** What predictions are: classes' log probabilities and values, as the likelihood has them, or of classes the network's outputs as they are. */
export type Predicts = 'predictive' | 'outputs';

/** How targets are distributed around a network's outputs. */
export interface Likelihood {
  /** Parameters of its own, trained with the network's; each starts at one value. */
  readonly parameters: readonly (ParameterSpec & { readonly initial: number })[];
  /**
   * log p(y_b | x_b, w_s) in nats, summed over an item's targets.
   * @param outputs [samples or 1, items, ...]
   * @param targets labels int32 [samples or 1, items], or values [samples or 1, items, ...], NaN where a value is missing
   * @returns [samples or 1, items]
   */
  logLikelihood(outputs: Tensor, targets: Tensor, parameters: readonly Tensor[]): Tensor2D;
  /**
   * Log density of what its parameters' logarithms are believed to be before the data, mean over the samples: counts
   * where they are drawn with the weights instead of being trained. Missing where it has none.
   */
  logPrior?(parameters: readonly Tensor[]): Scalar;
  /** How well single draws fit: accuracy of a classification, mean squared error of a regression. */
  fit(outputs: Tensor, targets: Tensor): Scalar;
  /** What is predicted: classes' log probabilities, or values as they are; the shape of `outputs`. */
  predictive(outputs: Tensor): Tensor;
}
