import {
  argMax,
  cast,
  div,
  equal,
  greaterEqual,
  logSoftmax,
  maximum,
  mul,
  oneHot,
  type Scalar,
  sum,
} from '@tensorflow/tfjs-core';
import { sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';

/**
 * One class of several for each pixel, by softmax of its logits; outputs are [samples, items, height, width, classes].
 * An item's log likelihood is the sum over its pixels, those with a label of -1 left out: given the weights they are
 * independent. It is not divided by how many count, so that a batch's sum times N/B stays an unbiased estimate of all items'.
 */
export const categoricalMap: Likelihood = {
  parameters: [],
  logLikelihood: (logits, labels) => {
    const classes = logits.shape[logits.rank - 1] ?? 0;
    // A label that is none of the classes has a row of zeros.
    const chosen = cast(oneHot(labels, classes), 'float32');
    return sumOverTargets(mul(logSoftmax(logits), chosen));
  },
  fit: (logits, labels) => {
    // As float32: TensorFlow compares whole numbers on the host, to which a GPU would have to copy them.
    const compared = cast(labels, 'float32');
    const right = sum(cast(equal(cast(argMax(logits, -1), 'float32'), compared), 'float32'));
    const known = mul(sum(cast(greaterEqual(compared, 0), 'float32')), logits.shape[0] / labels.shape[0]);
    return div(right, maximum(known, 1)) as Scalar;
  },
  predictive: (logits) => logSoftmax(logits),
};
