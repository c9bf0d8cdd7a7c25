import {
  add,
  concat,
  mul,
  neg,
  reshape,
  softplus,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { thresholdsName, thresholdsTensor } from '../../src-shared/experiment/ordinal-thresholds';
import type { Layers } from './layers';
import type { Model } from './model';

/**
 * A network of one number f for an item with a cumulative link behind it (McCullagh 1980, Regression models for ordinal data: proportional
 * odds): P(y <= k) = sigmoid(theta_k - f) of ordered classes, as log probabilities, which a softmax leaves as they are. The thresholds are weights
 * with the distribution that weights have: theta_1 = start_1 + w_1, and each next is softplus(w_k + c_k) above the one before, c_k so that they
 * begin at `start`.
 * @param start thresholds where all w are 0, ascending, one fewer than there are classes
 */
export function withOrdinalLink(latent: Model, start: readonly number[]): Model {
  return {
    ...latent,
    weights: [...latent.weights, thresholdsTensor(start.length)],
    forward: (inputs, layers, training) =>
      classesOf(latent.forward(inputs, layers, training), distancesOf(layers, start)),
  };
}

/** The first threshold, and behind it raw distances of the others, [samples or 1, 1, thresholds]. */
function distancesOf(layers: Layers, start: readonly number[]): Tensor {
  const weights = layers.weight(thresholdsName);
  return reshape(add(weights, tensor(rawDistances(start))), [weights.shape[0], 1, start.length]);
}

/** What softplus makes the distances of, behind the first threshold as it is. */
export function rawDistances(start: readonly number[]): number[] {
  return start.map((threshold, at) => (at === 0 ? threshold : inverseSoftplus(threshold - start[at - 1])));
}

/**
 * log P(y = k) = log sigmoid(theta_k - f) + log sigmoid(f - theta_{k-1}) + log(1 - exp(theta_{k-1} - theta_k)), whose last summand is log sigmoid(r)
 * of the raw distance r: no two nearly equal probabilities are taken from each other.
 * @param latent [samples or 1, items, 1]
 * @param raw of `distancesOf`
 * @returns [samples or 1, items, classes]
 */
function classesOf(latent: Tensor, raw: Tensor): Tensor {
  const [, , count] = raw.shape as number[];
  const first = tensor(Array.from({ length: count }, (_, at) => (at === 0 ? 1 : 0)));
  const others = sub(1, first);
  const steps = add(mul(raw, first), mul(softplus(raw), others));
  const above = sub(thresholdsOf(steps, count), latent);
  const upTo = neg(softplus(neg(above)));
  const beyond = neg(softplus(above));
  const apart = mul(softplus(neg(raw)), others);
  // One column beside those of the thresholds; a length of items would stand in exported graphs.
  const none = mul(sum(above, 2, true), 0);
  const noneApart = mul(sum(apart, 2, true), 0);
  return sub(add(concat([upTo, none], 2), concat([none, beyond], 2)), concat([apart, noneApart], 2));
}

/** Sums of the first, the first two, ... of the distances. */
function thresholdsOf(steps: Tensor, count: number): Tensor {
  const upTo = Array.from({ length: count * count }, (_, at) =>
    at % count <= Math.floor(at / count) ? 1 : 0,
  );
  const [samples] = steps.shape;
  return reshape(sum(mul(steps, tensor(upTo, [1, count, count])), 2), [samples, 1, count]);
}

function inverseSoftplus(value: number): number {
  return value + Math.log(-Math.expm1(-value));
}
