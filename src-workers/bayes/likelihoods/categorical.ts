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
  softmax,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood';

/** One class of several, by softmax of the logits. */
export const categorical: Likelihood = {
  parameters: [],
  logLikelihood: (logits, labels) => {
    const chosen = expandDims(oneHot(labels as Tensor1D, logits.shape[2] ?? 0), 0);
    return sum(mul(logSoftmax(logits), cast(chosen, 'float32')), 2) as Tensor2D;
  },
  fit: (logits, labels) => {
    const right = equal(argMax(logits, -1), expandDims(labels, 0));
    return mean(cast(right, 'float32')) as Scalar;
  },
  predictive: (logits) => softmax(logits),
};
