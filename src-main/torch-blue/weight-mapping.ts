import { BadInputError } from '../../src-shared/errors';
import { type Model, networkFacts } from '../../src-shared/experiment/networks';
import { pooledShape } from '../../src-shared/experiment/networks/cnn';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';

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
 * [channels, height, width], so the first dense layer's inputs are flattened in another order there; a vision
 * transformer's patches are cut in our order there too.
 * Throws BadInputError for networks without a form there.
 */
export function weightMappings(
  model: Model,
  imageShape: ImageShape,
  classes: number,
): readonly WeightMapping[] {
  const torch = torchModel(model);
  const flattened = flattenedImage(torch, imageShape);
  const weights = networkFacts(torch).weights(torch, { inputShape: imageShape, outputShape: [classes] });
  return weights.map((weight) => mappingOf(weight, flattened));
}

/** What the first dense layer of a network sees as one row, [height, width, channels]. */
function flattenedImage(model: TorchModel, imageShape: ImageShape): readonly number[] | undefined {
  switch (model.kind) {
    case 'mlp':
      return imageShape;
    case 'cnn':
      return pooledShape(imageShape, model.channels);
    case 'vit':
      return undefined;
  }
}

function mappingOf(
  { name, shape, bayesian }: WeightTensor,
  flattened: readonly number[] | undefined,
): WeightMapping {
  const end = name.lastIndexOf('.');
  const layer = name.slice(0, end);
  const variable = name.slice(end + 1) === 'bias' ? 'bias' : 'weight';
  const isFirstDense = flattened !== undefined && name === 'layers.0.weight';
  const view = isFirstDense ? [...flattened, shape[1]] : shape;
  const torchShape = torchOrders[shape.length].map((axis) => shape[axis]);
  return {
    layer,
    variable,
    ...(bayesian ? {} : { isPoint: true }),
    shape,
    torchShape,
    view,
    order: torchOrders[view.length],
  };
}

/** Which axis here is which there, by their number: outputs stand before inputs, channels before rows and columns. */
const torchOrders: Readonly<Record<number, readonly number[]>> = { 1: [0], 2: [1, 0], 4: [3, 2, 0, 1] };
