import { mul, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import { type DropoutNode, dropoutNodes } from '../../../src-files/onnx/dropout-nodes';
import { networkLayers } from '../../../src-files/onnx/network-layers';
import { networkWeights } from '../../../src-files/onnx/network-weights';
import { openNetwork } from '../../../src-files/onnx/open-network';
import type { NetworkShapes } from '../../../src-shared/experiment/networks/network-choice';
import type { OnnxSettings } from '../../../src-shared/experiment/networks/onnx';
import type { Forward, Model } from '../model';
import { unitsOfDrops } from './dropout-units';
import { asTheFileWants } from './given-items';
import { runGraph } from './run-graph';

/**
 * A network of the person's own, as an ONNX file tells it.
 * @throws BadInputError where the file is not there, is damaged, or asks for what is not here
 */
export function onnxNetwork(settings: OnnxSettings, shapes: NetworkShapes): Model {
  const found = networkLayers(openNetwork(settings.path));
  const given = asTheFileWants(found, shapes.inputShape);
  const weights = networkWeights(found, settings).map(({ numbers, ...weight }) =>
    settings.start === 'file' && numbers ? { ...weight, start: { numbers } } : weight,
  );
  const moving = new Set(weights.flatMap(({ name, moving: moves }) => (moves ? [name] : [])));
  const dropping = dropoutNodes(found);
  const drops = new Map(dropping.map(({ node, name }) => [node, name]));
  const forward: Forward = (inputs, layers, training) => {
    const [, items] = inputs.shape as [number, number];
    const surroundings = {
      layers,
      items,
      fixedItems: given.fixedItems,
      training,
      moving,
      drops,
      zeroOfItems: itemsOfZeros(inputs),
    };
    return runGraph(found, given.prepare(inputs), surroundings, shapes);
  };
  return { weights, dropoutSites: sitesOf(dropping, { weights, forward }, shapes.inputShape), forward };
}

/** What is dropped has its shape from the nodes before it. */
function sitesOf(
  dropping: readonly DropoutNode[],
  network: Pick<Model, 'weights' | 'forward'>,
  inputShape: readonly number[],
): Model['dropoutSites'] {
  if (dropping.length === 0) return [];
  const units = unitsOfDrops(network, inputShape);
  return dropping.map(({ name, rate }) => ({ name, rate, units: units.get(name) ?? 0 }));
}

/** [1, items]: a number out of every item, times zero. */
function itemsOfZeros(inputs: Tensor): Tensor {
  const [, items, ...rest] = inputs.shape as [number, number, ...number[]];
  const first = slice(
    inputs,
    inputs.shape.map(() => 0),
    [1, items, ...rest.map(() => 1)],
  );
  return mul(reshape(first, [1, items]), 0);
}
