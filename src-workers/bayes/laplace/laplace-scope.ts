import { BadInputError } from '../../../src-shared/errors';
import { lastLayerOf, layerOf } from '../../../src-shared/experiment/bayesian-layers';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { spreadLayers, tensorsOf } from './spread-layers';

/** How the covariance of weights is kept. */
export type Structure = Exclude<Laplace['structure'], 'auto'>;

/** The weights that get a spread, in the order in which their covariance counts them. */
export interface LaplaceScope {
  readonly tensors: readonly WeightTensor[];
  /** Of all of these (P). */
  readonly size: number;
  /** The layer, where it is the last one alone: the network is linear in its weights. */
  readonly lastLayer?: string;
  readonly structure: Structure;
}

type Weights = Omit<LaplaceScope, 'structure'>;

/** A covariance of more weights is not kept whole unless it is asked for. */
const mostByItself = 1500;
/** What this program's own linear algebra takes minutes for: weights of a whole covariance, or a side of a Kronecker factor. */
const mostAtAll = 4000;

/**
 * Which of a network's weights Laplace's approximation is about, and how it keeps their covariance.
 * @throws BadInputError where that is too large, with what to take instead
 */
export function laplaceScope(
  weights: readonly WeightTensor[],
  { weights: wanted, structure }: Pick<Laplace, 'weights' | 'structure'>,
): LaplaceScope {
  const all = weightsOf(weights.filter(({ bayesian }) => bayesian));
  const last = lastLayerWeights(weights);
  const isWhole = wanted === 'all' || (wanted === 'auto' && all.size <= mostByItself);
  const chosen = isWhole ? all : last;
  const kept = structure === 'auto' ? structureFor(chosen) : structure;
  if (kept === 'full') return { ...wholeOf(chosen, isWhole, last), structure: kept };
  const ofLayers = inLayers(chosen);
  if (kept === 'kronecker') refuseWideFactors(ofLayers);
  return { ...ofLayers, structure: kept };
}

/** The closest that fits. */
function structureFor(chosen: Weights): Structure {
  if (chosen.size <= mostAtAll) return 'full';
  return widestFactor(chosen).side <= mostAtAll ? 'kronecker' : 'diagonal';
}

function wholeOf(chosen: Weights, isWhole: boolean, last: Weights): Weights {
  if (chosen.size <= mostAtAll) return chosen;
  const gigabytes = ((4 * chosen.size ** 2) / 1e9).toFixed(1);
  const instead =
    isWhole && last.size <= mostAtAll
      ? `use last-layer, which has ${last.size}, or structure kronecker or diagonal`
      : 'use structure kronecker or diagonal';
  throw new BadInputError(
    `inference.weights: the full covariance of ${chosen.size} weights is a matrix of ${gigabytes} GB, and ${mostAtAll} weights are the most; ${instead}.`,
  );
}

/** What belongs to no dense layer or convolution has no factors, and stays a point. */
function inLayers(chosen: Weights): Weights {
  return { ...chosen, ...weightsOf(spreadLayers(chosen.tensors).flatMap(tensorsOf)) };
}

function refuseWideFactors(chosen: Weights): void {
  const { layer, side } = widestFactor(chosen);
  if (side <= mostAtAll) return;
  throw new BadInputError(
    `inference.structure: a Kronecker factor of layer ${layer} has ${side} rows, and ${mostAtAll} are the most that are decomposed within minutes; use diagonal, or weights last-layer.`,
  );
}

function widestFactor({ tensors }: Weights): { readonly layer: string; readonly side: number } {
  return spreadLayers(tensors)
    .map(({ name, inputs, outputs }) => ({ layer: name, side: Math.max(inputs, outputs) }))
    .reduce((widest, one) => (one.side > widest.side ? one : widest), { layer: '', side: 0 });
}

function weightsOf(tensors: readonly WeightTensor[]): Weights {
  return { tensors, size: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0) };
}

function lastLayerWeights(weights: readonly WeightTensor[]): Weights {
  const lastLayer = lastLayerOf(weights);
  return { ...weightsOf(weights.filter(({ name }) => layerOf(name) === lastLayer)), lastLayer };
}
