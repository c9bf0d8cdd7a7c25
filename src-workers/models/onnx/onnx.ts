import { mul, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import { networkLayers } from '../../../src-files/onnx/network-layers';
import { withHead } from '../../../src-files/onnx/new-head';
import { openNetwork } from '../../../src-files/onnx/open-network';
import type { NetworkShapes } from '../../../src-shared/experiment/networks/network-choice';
import type { OnnxSettings } from '../../../src-shared/experiment/networks/onnx';
import type { Model } from '../model';
import { asTheFileWants } from './given-items';
import { runGraph } from './run-graph';

/**
 * A network of the person's own, as an ONNX file tells it.
 * @throws BadInputError where the file is not there, is damaged, or asks for what is not here
 */
export function onnxNetwork({ path, start, head }: OnnxSettings, shapes: NetworkShapes): Model {
  const found = networkLayers(openNetwork(path));
  const given = asTheFileWants(found, shapes.inputShape);
  return {
    weights: withHead(found, head).map(({ numbers, ...weight }) =>
      start === 'file' && numbers ? { ...weight, start: { numbers } } : weight,
    ),
    dropoutSites: [],
    forward: (inputs, layers) => {
      const [, items] = inputs.shape as [number, number];
      const zeroOfItems = itemsOfZeros(inputs);
      const x = given.prepare(inputs);
      const surroundings = { layers, items, fixedItems: given.fixedItems, zeroOfItems };
      return runGraph(found, x, surroundings, shapes.outputShape);
    },
  };
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
