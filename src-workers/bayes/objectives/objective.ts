import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** The data term of a pass, in nats per item. */
export interface DataTerm {
  /** What is differentiated; its gradient is the data term's, its value need not be. */
  readonly surrogate: Scalar;
  readonly nll: Scalar;
}

/** A pass's forward result. */
export interface Forward {
  /** [samples or 1, items, ...] */
  readonly outputs: Tensor;
  readonly targets: Tensor;
  /** [samples or 1, items] */
  logLikelihoods(): Tensor2D;
}

/** How several passes' statistics of the same items become those of all their samples. */
export type Combination = 'log-sum-exp' | 'moments';

/** What passes tell each other before the backward pass, where an objective is not linear in the samples. */
export interface Pooling {
  readonly combination: Combination;
  /** Numbers per item. */
  readonly width: number;
  /** [items, width] */
  statistics(forward: Forward): Tensor2D;
}

/** How draws become the data term. */
export interface Objective {
  /** Set where the term needs the statistics of all samples of the step. */
  readonly pooling?: Pooling;
  /** @param pooled [items, width], only read where there is a pooling */
  term(forward: Forward, pooled: Tensor2D): DataTerm;
}
