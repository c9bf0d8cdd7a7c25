import { BadInputError } from '../../src-shared/errors';
import type { Model } from '../../src-shared/experiment/networks';

/**
 * How one weight tensor of a model lies in torch_blue (PyPI `torch-blue`, 1.1): its values here, seen as an array of
 * shape `view`, have their axes put into `order` and are then read as `torchShape`.
 */
export interface WeightMapping {
  /** As in `layers.0`; the module's name in torch_blue too. */
  readonly layer: string;
  readonly variable: 'weight' | 'bias';
  /** Set for weights without a distribution, as normalisation layers have them. */
  readonly isPoint?: true;
  /** Here: [in, out] for dense kernels, [height, width, in, out] for convolutions, [out] for biases. */
  readonly shape: readonly number[];
  /** There: [out, in], [out, in, height, width], [out]. */
  readonly torchShape: readonly number[];
  readonly view: readonly number[];
  /** `order[i]` is the axis of `view` that is axis i there. */
  readonly order: readonly number[];
}

export type ImageShape = readonly [height: number, width: number, channels: number];

const kernel = 3;

/** A network that has a form in torch_blue here. */
export type TorchModel = Extract<Model, { kind: 'mlp' | 'cnn' | 'vit' }>;

/** @throws BadInputError for the networks that have none. */
export function torchModel(model: Model): TorchModel {
  if (model.kind === 'mlp' || model.kind === 'cnn' || model.kind === 'vit') return model;
  throw new BadInputError(
    `model.kind: only mlp, cnn and vit have a form in torch_blue here, ${model.kind} has none; pytorch, onnx and savedmodel have one of every network.`,
  );
}

/**
 * The weight tensors of a model in the order of its layers, weight before bias. PyTorch's images are
 * [channels, height, width], so the first dense layer's inputs are flattened in another order there.
 * Throws BadInputError for networks without a form there.
 */
export function weightMappings(
  model: Model,
  imageShape: ImageShape,
  classes: number,
): readonly WeightMapping[] {
  const layered = torchModel(model);
  if (layered.kind === 'vit') return vitMappings(layered, imageShape, classes);
  const channels = layered.kind === 'cnn' ? layered.channels : [];
  const convolutions = channels.flatMap((outputs, block) =>
    convolutionMappings(`convolutions.${block}`, channels[block - 1] ?? imageShape[2], outputs),
  );
  const sizes = [...layered.hidden, classes];
  const dense = sizes.flatMap((outputs, layer) =>
    denseMappings(
      `layers.${layer}`,
      layer === 0 ? flattenedImage(imageShape, channels) : [sizes[layer - 1] as number],
      outputs,
    ),
  );
  return [...convolutions, ...dense];
}

/** What the first dense layer sees: each convolution is followed by 2 x 2 pooling, odd rows and columns dropped. */
function flattenedImage([height, width, inputs]: ImageShape, channels: readonly number[]): ImageShape {
  const shrink = 2 ** channels.length;
  return [Math.floor(height / shrink), Math.floor(width / shrink), channels[channels.length - 1] ?? inputs];
}

/** Layers carry the names of the reference's state_dict here too; a patch's numbers are cut in our order there. */
function vitMappings(
  { patchSize, width, depth, mlpWidth }: Extract<Model, { kind: 'vit' }>,
  [, , channels]: ImageShape,
  classes: number,
): readonly WeightMapping[] {
  const numbers = channels * patchSize ** 2;
  const blocks = Array.from({ length: depth }, (_, block) => {
    const [self, mlp] = [`transformer.layers.${block}.0`, `transformer.layers.${block}.1.net`];
    return [
      ...normalisationMappings(`${self}.norm`, width),
      kernelMapping(`${self}.to_qkv`, [width], 3 * width),
      kernelMapping(`${self}.to_out`, [width], width),
      ...normalisationMappings(`${mlp}.0`, width),
      ...denseMappings(`${mlp}.1`, [width], mlpWidth),
      ...denseMappings(`${mlp}.3`, [mlpWidth], width),
    ];
  });
  return [
    ...normalisationMappings('to_patch_embedding.1', numbers),
    ...denseMappings('to_patch_embedding.2', [numbers], width),
    ...normalisationMappings('to_patch_embedding.3', width),
    ...blocks.flat(),
    ...normalisationMappings('transformer.norm', width),
    ...denseMappings('linear_head', [width], classes),
  ];
}

function normalisationMappings(layer: string, width: number): WeightMapping[] {
  const { variable: _, ...vector } = biasMapping(layer, width);
  return (['weight', 'bias'] as const).map((variable) => ({ ...vector, variable, isPoint: true }));
}

function convolutionMappings(layer: string, inputs: number, outputs: number): WeightMapping[] {
  const shape = [kernel, kernel, inputs, outputs];
  const torchShape = [outputs, inputs, kernel, kernel];
  return [
    { layer, variable: 'weight', shape, torchShape, view: shape, order: [3, 2, 0, 1] },
    biasMapping(layer, outputs),
  ];
}

/** @param inputs [in], or [height, width, channels] of the image that is flattened into the layer */
function denseMappings(layer: string, inputs: readonly number[], outputs: number): WeightMapping[] {
  return [kernelMapping(layer, inputs, outputs), biasMapping(layer, outputs)];
}

function kernelMapping(layer: string, inputs: readonly number[], outputs: number): WeightMapping {
  const features = inputs.reduce((product, size) => product * size, 1);
  return {
    layer,
    variable: 'weight',
    shape: [features, outputs],
    torchShape: [outputs, features],
    view: [...inputs, outputs],
    order: inputs.length === 1 ? [1, 0] : [3, 2, 0, 1],
  };
}

function biasMapping(layer: string, outputs: number): WeightMapping {
  const shape = [outputs];
  return { layer, variable: 'bias', shape, torchShape: shape, view: shape, order: [0] };
}
