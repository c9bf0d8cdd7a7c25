import { outputsOfHeads } from '../../src-files/onnx/head-outputs';
import { inputFit } from '../../src-files/onnx/input-fit';
import { networkLayers } from '../../src-files/onnx/network-layers';
import { openNetwork } from '../../src-files/onnx/open-network';
import { encodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { embeddedShape } from '../../src-shared/network/embedded-columns';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';

/** What Python must know of a network of the person's own to put weights into it. */
export interface OwnNetworkFacts {
  /** The axis of the data that each of an item's comes from, before it is reshaped to `item`. */
  readonly axes: readonly number[];
  readonly item: readonly number[];
  /** Weights that lie as [..., in, out] here. */
  readonly kernels: readonly string[];
  /** Of each output. */
  readonly endInSoftmax: readonly boolean[];
  /** The outputs that each head takes, by their places; undefined where there are none, or all lie in one output. */
  readonly outputsOfHeads?: readonly (readonly number[])[] | undefined;
}

/** @throws BadInputError where the file is not there or damaged */
export function ownNetworkFacts(path: string, task: PosteriorTask): OwnNetworkFacts {
  const network = openNetwork(path);
  const { order, shape } = inputFit(network, embeddedShape(task));
  const { weights } = networkLayers(network);
  return {
    axes: order,
    item: shape,
    kernels: weights.flatMap(({ name, shape: own, bayesian }) =>
      bayesian && own.length >= 2 && name.endsWith('.weight') ? [name] : [],
    ),
    // Networks are read up to there.
    endInSoftmax: network.outputs.map((output) =>
      network.nodes.some(({ operator, inputs }) => operator === 'Softmax' && inputs[0] === output),
    ),
    outputsOfHeads: task.kind === 'heads' ? outputsOfHeads(network, task.heads) : undefined,
  };
}

/** What such a network computes with besides weights: running statistics of batch normalisations, by their names. */
export function buffersOf(path: string): Uint8Array {
  const { nodes, initialisers } = openNetwork(path);
  const names = nodes.flatMap(({ operator, inputs }) =>
    operator === 'BatchNormalization' ? inputs.slice(3, 5) : [],
  );
  const buffers = [...new Set(names)].flatMap((name): readonly Tensor[] => {
    const tensor = initialisers.get(name);
    return tensor ? [{ name, shape: tensor.shape, data: Float32Array.from(tensor.values()) }] : [];
  });
  return encodeSafetensors(buffers, {});
}
