import type { Inference } from './methods';
import type { WeightTensor } from './networks/tensors/weight-tensor';
import { ordinalLayer, thresholdsName } from './ordinal-thresholds';
import type { Problem } from './problem';

type Selection = Pick<Inference, 'bayesianLayers' | 'pointEstimateLayers'>;

/** What stands for the layer that gives the network's outputs, or those that give several, whatever their names. */
const lastLayer = 'last';

/** A layer's name is that of its weights without the variable: `layers.0` of `layers.0.weight`; `cls_token` is its own. */
export function layerOf(tensor: string): string {
  const end = tensor.lastIndexOf('.');
  return end < 0 ? tensor : tensor.slice(0, end);
}

/** In the network's order. */
export function layersOf(weights: readonly WeightTensor[]): readonly string[] {
  return [...new Set(weights.map(({ name }) => layerOf(name)))];
}

/** The layer that gives the outputs: networks end in a dense layer, but for those that give pictures. */
export function lastLayerOf(weights: readonly WeightTensor[]): string {
  const kernel = weights.filter(({ name, shape }) => name.endsWith('.weight') && shape.length >= 2).at(-1);
  if (!kernel) throw new Error('A network without a kernel has no last layer.');
  return layerOf(kernel.name);
}

/** What `last` stands for: of several outputs the layers nearest before each; with thresholds behind the one output they belong to it. */
function lastLayersOf(weights: readonly WeightTensor[]): readonly string[] {
  const marked = layersOf(weights.filter(({ isLast }) => isLast));
  const last = marked.length > 0 ? marked : [lastLayerOf(weights)];
  return weights.some(({ name }) => name === thresholdsName) ? [...last, ordinalLayer] : last;
}

/**
 * The weights with a distribution on those of `bayesianLayers` alone (all where none are named), without those of
 * `pointEstimateLayers`. What a network never has a distribution on, as normalisations, stays without.
 */
export function withBayesianLayers(
  weights: readonly WeightTensor[],
  { bayesianLayers, pointEstimateLayers }: Selection,
): readonly WeightTensor[] {
  const isBayesian = bayesianLayers.length === 0 ? () => true : selectedBy(bayesianLayers, weights);
  const isPoint = selectedBy(pointEstimateLayers, weights);
  return weights.map((weight) => {
    const layer = layerOf(weight.name);
    return { ...weight, bayesian: weight.bayesian && isBayesian(layer) && !isPoint(layer) };
  });
}

/** What the selection asks of a network with these weights. */
export function layerProblems(weights: readonly WeightTensor[], selection: Selection): readonly Problem[] {
  const { bayesianLayers, pointEstimateLayers } = selection;
  const unknown = [
    ...unknownLayers('inference.bayesianLayers', bayesianLayers, weights),
    ...unknownLayers('inference.pointEstimateLayers', pointEstimateLayers, weights),
  ];
  if (unknown.length > 0) return unknown;
  if (withBayesianLayers(weights, selection).some(({ bayesian }) => bayesian)) return [];
  const path = bayesianLayers.length > 0 ? 'inference.bayesianLayers' : 'inference.pointEstimateLayers';
  const message =
    'No weight is left that could have a distribution; name a layer more (normalisations have none), or use method point-estimate.';
  return [{ path, message }];
}

export function unknownLayers(
  path: string,
  patterns: readonly string[],
  weights: readonly WeightTensor[],
): readonly Problem[] {
  const present = layersOf(weights);
  const unknown = patterns.find((pattern) => !present.some(selectedBy([pattern], weights)));
  if (unknown === undefined) return [];
  return [{ path, message: `There is no layer ${unknown}; this model has ${listed(present)}.` }];
}

/**
 * Whether a layer is one of those that are named: `last`, a name, its first parts at a dot, or a pattern with * for
 * any characters and ? for one.
 */
export function selectedBy(
  patterns: readonly string[],
  weights: readonly WeightTensor[],
): (layer: string) => boolean {
  const names = patterns.flatMap((pattern) => (pattern === lastLayer ? lastLayersOf(weights) : [pattern]));
  const expressions = names.map((name) => new RegExp(`^${escaped(name)}(\\..*)?$`));
  return (layer) => expressions.some((expression) => expression.test(layer));
}

/** Whether thresholds behind a network are among the layers that are named. */
export function selectsThresholds(patterns: readonly string[]): boolean {
  return patterns.includes(lastLayer) || selectedBy(patterns, [])(ordinalLayer);
}

function escaped(pattern: string): string {
  return pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

/** Deep networks have hundreds of layers, named alike. */
const mostListed = 12;

function listed(names: readonly string[]): string {
  if (names.length <= mostListed) return names.join(', ');
  return `${names.slice(0, mostListed).join(', ')} and ${names.length - mostListed} more`;
}
