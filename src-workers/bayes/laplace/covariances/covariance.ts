import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '../../../engine/parameter-layout';
import type { LayerUse } from '../layer-pass';

/** How outputs hang on the scope's weights, in one of two forms; each is a pass of its own. */
export interface OutputDerivatives {
  /** [items * outputs, P], rows item * outputs + output */
  jacobian(): Tensor2D;
  layers(): readonly LayerUse[];
}

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
  /**
   * @param parameters of one network, in their order
   * @returns the variance of every output of every item, to the first order, [items * outputs]
   */
  outputVariances(parameters: readonly Tensor[], derivatives: OutputDerivatives): Tensor1D;
}
