import { BadInputError } from '../../src-shared/errors';
import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { NetworkLayers } from './network-layers';

/** A weight tensor of a file, or of a head that is made anew, which the file has no numbers of. */
export interface HeadedWeight extends WeightTensor {
  numbers?(): Float32Array;
  refuseNonFinite?(): void;
}

/** Operators that give each output of a head on as it is, or no more than shaped or squashed. */
const givesOn: readonly string[] = [
  'Cast',
  'CastLike',
  'Dropout',
  'Flatten',
  'GlobalAveragePool',
  'Identity',
  'LogSoftmax',
  'ReduceMean',
  'Reshape',
  'Sigmoid',
  'Softmax',
  'Squeeze',
  'Unsqueeze',
];

/**
 * The network's weights with its last product made anew for so many outputs, as fine-tuning to other classes asks for.
 * @param head undefined for the file's own
 * @throws BadInputError where no product is the last
 */
export function withHead(
  found: NetworkLayers,
  head: { readonly classes: number } | undefined,
): readonly HeadedWeight[] {
  if (!head) return found.weights;
  const layer = headOf(found);
  return found.weights.map((weight): HeadedWeight => {
    if (layerOf(weight.name) !== layer) return weight;
    const { numbers: _old, refuseNonFinite: _check, ...rest } = weight;
    return { ...rest, shape: [...weight.shape.slice(0, -1), head.classes] };
  });
}

/** The layer whose outputs are the network's. */
function headOf({ network, nodes, layers, absorbed, constants }: NetworkLayers): string {
  let value = network.outputs[0];
  for (;;) {
    const node = nodes.find(({ outputs }) => outputs.includes(value));
    const layer = node && layers.get(node);
    // Of transposed convolutions outputs are not the last axis.
    const isHead = layer?.kind === 'dense' || layer?.kind === 'convolution';
    if (isHead && node?.operator !== 'ConvTranspose') return layer.layer;
    const isPassed = node && (absorbed.has(node) || givesOn.includes(node.operator));
    const before = isPassed ? node.inputs.find((name) => !constants.has(name)) : undefined;
    if (before === undefined)
      throw new BadInputError(
        `model.head: ${network.path} ends in ${node ? `${node.operator} (${node.name})` : 'its input'} and not in a dense layer or a convolution, so that no head is found to make anew; end it in one, or leave model.head out.`,
      );
    value = before;
  }
}
