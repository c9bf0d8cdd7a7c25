import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '../../../engine/parameter-layout';

/** How the covariance of weights is kept, and how deviations with it come from noise. */
export interface Covariance {
  /** Of one network; their names are the posterior file's. */
  readonly parameters: readonly ParameterSpec[];
  /**
   * @param parameters of one network, in their order
   * @param noise standard normal, [samples, P]: the weights in the order of the scope
   * @returns how far weights lie from the network's, by tensor, [samples, ...shape]
   */
  deviations(parameters: readonly Tensor[], noise: Tensor2D): ReadonlyMap<string, Tensor>;
}
