import {
  argMax,
  cast,
  equal,
  logSoftmax,
  mean,
  mul,
  oneHot,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import type { Likelihood } from './likelihood';

/** 1 at the class of each item, else 0, [items, classes]. */
function chosenOf(logits: Tensor, labels: Tensor): Tensor {
  // As they are: TensorFlow would reshape whole numbers on the host, to which a GPU would have to copy them.
  return cast(oneHot(labels, logits.shape[2] ?? 0), 'float32');
}

/** One class of several, by softmax of the logits. */
export const categorical: Likelihood = {
  parameters: [],
  logLikelihood: (logits, labels) => sum(mul(logSoftmax(logits), chosenOf(logits, labels)), 2) as Tensor2D,
  fit: (logits, labels) => {
    // As float32: TensorFlow compares whole numbers on the host, to which a GPU would have to copy them.
    const right = equal(cast(argMax(logits, -1), 'float32'), cast(labels, 'float32'));
    return mean(cast(right, 'float32')) as Scalar;
  },
  predictive: (logits) => logSoftmax(logits),
};

/**
 * The same with an item's log likelihood times the weight of its class: a power of the likelihood (Ibrahim and Chen 2000, Power prior
 * distributions for regression models), as if each item of the class had come so often. PyTorch's CrossEntropyLoss(weight) is its
 * negative with reduction="sum"; its mean is over the weights, not the items.
 * @param weights one for each class
 */
export function weightedCategorical(weights: readonly number[]): Likelihood {
  return {
    ...categorical,
    logLikelihood: (logits, labels) => {
      const chosen = mul(chosenOf(logits, labels), tensor1d([...weights]));
      return sum(mul(logSoftmax(logits), chosen), 2) as Tensor2D;
    },
  };
}
