import { BadInputError } from '../../../src-shared/errors';
import { lastLayerOf, layerOf } from '../../../src-shared/experiment/bayesian-layers';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';

/** The weights that get a spread, in the order in which their covariance counts them. */
export interface LaplaceScope {
  readonly tensors: readonly WeightTensor[];
  /** Of all of these (P). */
  readonly size: number;
  /** The layer, where it is the last one alone: the network is linear in its weights. */
  readonly lastLayer?: string;
}

/** A covariance of more weights is not kept whole unless it is asked for. */
const mostByItself = 1500;
/** What this program's own linear algebra takes minutes for. */
const mostAtAll = 4000;

/**
 * Which of a network's weights Laplace's approximation is about.
 * @throws BadInputError where their covariance is too large, with what to take instead
 */
export function laplaceScope(
  weights: readonly WeightTensor[],
  { weights: wanted }: Pick<Laplace, 'weights'>,
): LaplaceScope {
  const all = scopeOf(weights.filter(({ bayesian }) => bayesian));
  const last = lastLayerScope(weights);
  const chosen = wanted === 'all' || (wanted === 'auto' && all.size <= mostByItself) ? all : last;
  if (chosen.size <= mostAtAll) return chosen;
  const gigabytes = ((4 * chosen.size ** 2) / 1e9).toFixed(1);
  const instead =
    chosen === all && last.size <= mostAtAll
      ? `use last-layer, which has ${last.size}`
      : 'use a smaller network, or method ivon or variational';
  throw new BadInputError(
    `inference.weights: the covariance of ${chosen.size} weights is a matrix of ${gigabytes} GB, and ${mostAtAll} weights are the most; ${instead}.`,
  );
}

function scopeOf(tensors: readonly WeightTensor[]): LaplaceScope {
  return { tensors, size: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0) };
}

function lastLayerScope(weights: readonly WeightTensor[]): LaplaceScope {
  const lastLayer = lastLayerOf(weights);
  return { ...scopeOf(weights.filter(({ name }) => layerOf(name) === lastLayer)), lastLayer };
}
