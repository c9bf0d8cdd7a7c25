import { addN, neg, type Scalar, scalar } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Weights } from '../models/layers';
import { weightOf } from '../models/layers';
import type { Prior } from './priors/prior';

/**
 * -log p(w) in nats of weights that are points, the mean over the samples where each has its own: what makes them the mode
 * of a posterior (MAP) instead of the most likely weights. Of the tensors that variational inference would be Bayesian in.
 * @param values each [samples or 1, ...shape]
 */
export function priorPenalty(prior: Prior, weights: readonly WeightTensor[], values: Weights): Scalar {
  const densities = weights
    .filter(({ bayesian }) => bayesian)
    .map(({ name, fanIn, start }) =>
      prior.logDensity(weightOf(values, name), { fanIn, start, mean: weightOf(values, name) }),
    );
  return densities.length === 0 ? scalar(0) : (neg(addN(densities)) as Scalar);
}
