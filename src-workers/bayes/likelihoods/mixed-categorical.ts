import {
  add,
  argMax,
  cast,
  equal,
  greaterEqual,
  logSoftmax,
  mean,
  mul,
  oneHot,
  reshape,
  type Scalar,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { categorical } from './categorical';
import type { Likelihood } from './likelihood';

/**
 * The class of an item that is mixed of two: its log likelihood is the mean of both classes' with the weights that the items are mixed with
 * (Zhang et al. 2018, mixup). PyTorch's CrossEntropyLoss of such soft labels is its negative. Targets are [1 or samples, items, 3].
 */
export const mixedCategorical: Likelihood = {
  ...categorical,
  logLikelihood: (logits, targets) => {
    const classes = logits.shape[2] ?? 0;
    const [one, other, weight] = parts(targets);
    const chosen = (labels: Tensor, share: Tensor) =>
      mul(cast(oneHot(cast(labels, 'int32'), classes), 'float32'), reshape(share, [...share.shape, 1]));
    const [first, second] = [one, other].map((part) => reshape(part, [part.size]));
    const flat = reshape(weight, [weight.size]);
    const both = add(chosen(first, flat), chosen(second, sub(1, flat)));
    const rows = reshape(both, [...weight.shape, classes]);
    return sum(mul(logSoftmax(logits), rows), 2) as Tensor2D;
  },
  /** Accuracy on the class that counts for more. */
  fit: (logits, targets) => {
    const [one, other, weight] = parts(targets);
    const isFirst = cast(greaterEqual(weight, 0.5), 'float32');
    const label = add(mul(one, isFirst), mul(other, sub(1, isFirst)));
    return mean(cast(equal(cast(argMax(logits, -1), 'float32'), label), 'float32')) as Scalar;
  },
};

function parts(targets: Tensor): readonly [Tensor, Tensor, Tensor] {
  const [sets, items] = targets.shape as number[];
  const part = (at: number) => reshape(slice(targets, [0, 0, at], [sets, items, 1]), [sets, items]);
  return [part(0), part(1), part(2)];
}
