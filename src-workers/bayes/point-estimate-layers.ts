import { BadInputError } from '../../src-shared/errors';
import type { Model } from '../models/model';

/**
 * The model with some layers as point estimates: shared by all samples, without noise or divergence.
 * @param layers names, or first parts of names at a dot: `layers.0`, `convolutions`
 * @throws BadInputError naming a layer that the model does not have.
 */
export function withPointEstimateLayers(model: Model, layers: readonly string[]): Model {
  const belongsTo = (tensor: string, layer: string): boolean => tensor.startsWith(`${layer}.`);
  const unknown = layers.find((layer) => !model.weights.some(({ name }) => belongsTo(name, layer)));
  if (unknown !== undefined) {
    const present = [...new Set(model.weights.map(({ name }) => name.slice(0, name.lastIndexOf('.'))))].join(
      ', ',
    );
    throw new BadInputError(
      `inference.pointEstimateLayers: there is no layer ${unknown}; this model has ${present}.`,
    );
  }
  const isPoint = (tensor: string): boolean => layers.some((layer) => belongsTo(tensor, layer));
  return {
    ...model,
    weights: model.weights.map((weight) => (isPoint(weight.name) ? { ...weight, bayesian: false } : weight)),
  };
}
