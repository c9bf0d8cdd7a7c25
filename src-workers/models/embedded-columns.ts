import { add, concat, mul, neg, relu, slice, sub, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { denseWeights } from '../../src-shared/experiment/networks/tensors/dense';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { type EmbeddedColumn, embeddingLayer } from '../../src-shared/network/embedded-columns';
import type { Layers } from './layers';
import type { Model } from './model';

/**
 * A network behind embeddings: the last inputs of an item are places among texts, each of which has a row of weights in its place, with the
 * distribution that weights have. The first row of each column is of texts that training never saw: without empty cells no item moves
 * it, and it begins at the prior where the posterior is a Gaussian for each weight: that is its posterior.
 * @param behind takes the other inputs and behind them the embeddings, one column after the other
 */
export function withEmbeddings(behind: Model, columns: readonly EmbeddedColumn[]): Model {
  return {
    ...behind,
    weights: [...columns.flatMap(embeddingWeights), ...behind.weights],
    forward: (inputs, layers, training) =>
      behind.forward(embedded(inputs, layers, columns), layers, training),
  };
}

/** One of its inputs at a time is 1, so that one feeds an output. */
function embeddingWeights(
  { categories, size, isOtherUntrained }: EmbeddedColumn,
  place: number,
): readonly WeightTensor[] {
  const weights = denseWeights(embeddingLayer(place), categories.length + 1, size, { bias: false });
  return weights.map((weight) => ({
    ...weight,
    fanIn: 1,
    initial: 'zeros',
    ...(isOtherUntrained ? { untrained: size } : {}),
  }));
}

function embedded(inputs: Tensor, layers: Layers, columns: readonly EmbeddedColumn[]): Tensor {
  const [samples, items, all] = inputs.shape as number[];
  const numbers = all - columns.length;
  const parts = columns.map(({ categories }, place) => {
    const places = slice(inputs, [0, 0, numbers + place], [samples, items, 1]);
    return layers.dense(embeddingLayer(place), oneHot(places, categories.length + 1));
  });
  const given = numbers > 0 ? [slice(inputs, [0, 0, 0], [samples, items, numbers])] : [];
  return beside([...given, ...parts]);
}

/** 1 - |place - k|, at least 0: what a gather gives of whole places, of operations that exported graphs have in all formats. */
function oneHot(places: Tensor, length: number): Tensor {
  const distances = sub(places, tensor(Float32Array.from({ length }, (_, place) => place)));
  return relu(sub(1, add(relu(distances), relu(neg(distances)))));
}

/** On the last axis, where some parts may be the same for all samples and others not. */
function beside(parts: readonly Tensor[]): Tensor {
  if (parts.every(({ shape }) => shape[0] === parts[0].shape[0])) return concat([...parts], 2);
  const none = parts.map((part) => mul(sum(part, 2, true), 0)).reduce((all, one) => add(all, one));
  return concat(
    parts.map((part) => add(part, none)),
    2,
  );
}
