import { embeddingLayer } from '../network/embedded-columns';
import type { DataSettings } from './data';
import type { WeightTensor } from './networks/tensors/weight-tensor';
import { withThresholds } from './ordinal-thresholds';

/**
 * A network's weights with those that a run on these data has around it: thresholds of classes in order, and the embeddings that settings name,
 * since only the data say which columns have some. As small as they can be: what is told of them are names.
 * @param named patterns of layers
 */
export function withLearnedLayers(
  weights: readonly WeightTensor[],
  data: DataSettings,
  named: readonly string[],
): readonly WeightTensor[] {
  const embeddings = data.dataset === 'table' ? embeddingsNamed(named) : [];
  return [...embeddings, ...withThresholds(weights, data)];
}

function embeddingsNamed(patterns: readonly string[]): readonly WeightTensor[] {
  const layers = patterns
    .filter((pattern) => /^embeddings(\.|$)/.test(pattern))
    .map((pattern) => (/\.\d+$/.test(pattern) ? pattern : embeddingLayer(0)));
  return [...new Set(layers)].map((layer) => ({
    name: `${layer}.weight`,
    shape: [1, 1],
    fanIn: 1,
    bayesian: true,
    initial: 'zeros',
  }));
}
