import {
  argMax,
  cast,
  equal,
  logSoftmax,
  mean,
  mul,
  oneHot,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood';

/** The same value wherever labels are wanted on the device, so that they are copied there once. */
function flat(labels: Tensor): Tensor1D {
  return reshape(labels, [labels.size]) as Tensor1D;
}

/** One class of several, by softmax of the logits. */
export const categorical: Likelihood = {
  parameters: [],
  logLikelihood: (logits, labels) => {
    const classes = logits.shape[2] ?? 0;
    const chosen = reshape(oneHot(flat(labels), classes), [...labels.shape, classes]);
    return sum(mul(logSoftmax(logits), cast(chosen, 'float32')), 2) as Tensor2D;
  },
  fit: (logits, labels) => {
    // As float32: TensorFlow compares whole numbers on the host, to which a GPU would have to copy them.
    const compared = reshape(cast(flat(labels), 'float32'), labels.shape);
    const right = equal(cast(argMax(logits, -1), 'float32'), compared);
    return mean(cast(right, 'float32')) as Scalar;
  },
  predictive: (logits) => logSoftmax(logits),
};
