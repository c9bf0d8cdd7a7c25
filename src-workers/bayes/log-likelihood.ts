import {
  argMax,
  cast,
  equal,
  expandDims,
  logSoftmax,
  mean,
  mul,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * The categorical log-likelihood log p(y_b | x_b, w_s) of each draw and item, in nats.
 * @param logits [samples or 1, items, classes]
 * @param labels int32 [items]
 * @returns [samples or 1, items]
 */
export function categoricalLogLikelihood(logits: Tensor3D, labels: Tensor1D): Tensor2D {
  const chosen = expandDims(oneHot(labels, logits.shape[2]), 0);
  return sum(mul(logSoftmax(logits), cast(chosen, 'float32')), 2);
}

/** Share of single draws that predict the right class: mean over samples and items. */
export function accuracyOfDraws(logits: Tensor3D, labels: Tensor1D): Scalar {
  const right = equal(argMax(logits, -1), expandDims(labels, 0));
  return mean(cast(right, 'float32')) as Scalar;
}
