import { layerOf, selectedBy, unknownLayers } from './bayesian-layers';
import type { Experiment } from './experiment';
import { methodFacts } from './methods';
import type { WeightTensor } from './networks/tensors/weight-tensor';
import type { Problem } from './problem';

const path = 'training.frozen';

/** The weights with those of frozen layers as points that no step moves. */
export function withFrozenLayers(
  weights: readonly WeightTensor[],
  frozen: readonly string[],
): readonly WeightTensor[] {
  if (frozen.length === 0) return weights;
  const isFrozen = selectedBy(frozen, weights);
  return weights.map((weight) =>
    isFrozen(layerOf(weight.name)) ? { ...weight, bayesian: false, frozen: true as const } : weight,
  );
}

/** What frozen layers ask of a network with these weights. */
export function frozenLayerProblems(
  weights: readonly WeightTensor[],
  frozen: readonly string[],
): readonly Problem[] {
  const unknown = unknownLayers(path, frozen, weights);
  if (unknown.length > 0 || withFrozenLayers(weights, frozen).some((weight) => !weight.frozen))
    return unknown;
  return [
    { path, message: 'All layers are frozen, so that nothing is left to train; leave out one of them.' },
  ];
}

/** Chains move all weights together. */
export function frozenMethodProblems({
  inference,
  training: { frozen = [] },
}: Experiment): readonly Problem[] {
  if (frozen.length === 0 || !methodFacts(inference).hasChains) return [];
  const message = `Chains of ${inference.method} move all weights; leave out ${frozen.join(', ')}, or use variational.`;
  return [{ path, message }];
}
