import { expandDims } from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { TappedLayers } from '../bayes/laplace/layer-pass';
import { spreadLayers } from '../bayes/laplace/spread-layers';
import { GraphBuilder } from '../engine/graph/graph-builder';
import { traceInto } from '../engine/trace/trace';
import type { Model } from '../models/model';

/** Places that each layer's kernel is applied to in one item, by the layer's name. */
export type Places = ReadonlyMap<string, number>;

/** Looks how a network uses its layers, without running it. */
export function layerPlaces(model: Model, { tensors }: LaplaceScope, inputShape: readonly number[]): Places {
  const graph = new GraphBuilder();
  const layers = spreadLayers(tensors);
  const places = new Map<string, number>();
  const placeholders = model.weights.map(({ name, shape }) =>
    graph.placeholder(name, [1, ...shape], 'float32'),
  );
  traceInto(graph, [...placeholders, graph.placeholder('inputs', [1, ...inputShape], 'float32')], (all) => {
    const weights = new Map(model.weights.map(({ name }, index) => [name, all[index]]));
    const tapped = new TappedLayers(weights, layers);
    const outputs = model.forward(expandDims(all[all.length - 1], 0), tapped);
    for (const { layer, given } of tapped.uses)
      places.set(layer.name, (places.get(layer.name) ?? 0) + given.size / layer.outputs);
    return [outputs];
  });
  return places;
}

/** Numbers that one item's derivatives by what layers give have, and what the layers are given. */
export function numbersOfItem({ tensors }: LaplaceScope, places: Places, outputs: number): number {
  return spreadLayers(tensors)
    .map((layer) => (places.get(layer.name) ?? 1) * (layer.inputs + layer.outputs * outputs))
    .reduce((sum, numbers) => sum + numbers, 0);
}
