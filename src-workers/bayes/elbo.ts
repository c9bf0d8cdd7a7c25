import {
  argMax,
  cast,
  equal,
  expandDims,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * The data term of the `elbo` objective: -mean over samples and items of log p(y_b | x_b, w_s), in nats per item.
 * Linear in samples and items, so shares of it add up to the single device's value whatever the split.
 * @param logits [samples, items, classes]
 * @param labels int32 [items]
 */
export function negativeLogLikelihood(logits: Tensor3D, labels: Tensor1D): Scalar {
  const [samples, items, classes] = logits.shape;
  const chosen = expandDims(oneHot(labels, classes), 0);
  const total = sum(mul(logSoftmax(logits), cast(chosen, 'float32')));
  return mul(neg(total), 1 / (samples * items)) as Scalar;
}

/** Share of single draws that predict the right class: mean over samples and items. */
export function accuracyOfDraws(logits: Tensor3D, labels: Tensor1D): Scalar {
  const right = equal(argMax(logits, -1), expandDims(labels, 0));
  return mean(cast(right, 'float32')) as Scalar;
}
