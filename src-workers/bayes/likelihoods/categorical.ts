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
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood';

/** One class of several, by softmax of the logits. */
export const categorical: Likelihood = {
  parameters: [],
  logLikelihood: (logits, labels) => {
    const classes = logits.shape[2] ?? 0;
    const chosen = reshape(oneHot(reshape(labels, [labels.size]) as Tensor1D, classes), [
      ...labels.shape,
      classes,
    ]);
    return sum(mul(logSoftmax(logits), cast(chosen, 'float32')), 2) as Tensor2D;
  },
  fit: (logits, labels) => {
    const right = equal(argMax(logits, -1), labels);
    return mean(cast(right, 'float32')) as Scalar;
  },
  predictive: (logits) => logSoftmax(logits),
};
