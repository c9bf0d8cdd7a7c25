import { unknownLayerProblems } from '../../src-shared/experiment/inference-problems';
import { refuseProblems } from '../../src-shared/experiment/problems';
import type { Model } from '../models/model';

/**
 * The model with some layers as point estimates: shared by all samples, without noise or divergence.
 * @param layers names, or first parts of names at a dot: `layers.0`, `convolutions`
 * @throws BadInputError naming a layer that the model does not have.
 */
export function withPointEstimateLayers(model: Model, layers: readonly string[]): Model {
  const present = new Set(model.weights.map(({ name }) => name.slice(0, name.lastIndexOf('.'))));
  refuseProblems(unknownLayerProblems(layers, [...present]));
  const isPoint = (tensor: string): boolean => layers.some((layer) => tensor.startsWith(`${layer}.`));
  return {
    ...model,
    weights: model.weights.map((weight) => (isPoint(weight.name) ? { ...weight, bayesian: false } : weight)),
  };
}
