import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** The data term of a pass, in nats per item. */
export interface DataTerm {
  /** What is differentiated; its gradient is the data term's, its value need not be. */
  readonly surrogate: Scalar;
  readonly nll: Scalar;
}

/**
 * How log-likelihoods [samples, items] of draws become the data term.
 * @param pooled log of the sum over all samples of the step of p(y_b | x_b, w_s), [items]: for `exact` pooling alone.
 */
export type Objective = (logLikelihoods: Tensor2D, pooled: Tensor1D) => DataTerm;
