import { sizeOf, type WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';

/** A dense layer or a convolution whose weights get a spread: a product of what it is given, place by place, and a kernel. */
export interface SpreadLayer {
  readonly name: string;
  /** [in, out], or of a convolution [height, width, in, out]. */
  readonly kernel: WeightTensor;
  /** [out], where there is one. */
  readonly bias: WeightTensor | undefined;
  /** Numbers of a place that the kernel is applied to: of a convolution those of a patch. */
  readonly inputs: number;
  readonly outputs: number;
}

/** The dense layers and convolutions among weights, in their order; other tensors belong to none. */
export function spreadLayers(tensors: readonly WeightTensor[]): readonly SpreadLayer[] {
  return tensors.flatMap((kernel) => {
    const { name: full, shape } = kernel;
    if (!full.endsWith('.weight') || (shape.length !== 2 && shape.length !== 4)) return [];
    const name = full.slice(0, -'.weight'.length);
    const bias = tensors.find((tensor) => tensor.name === `${name}.bias`);
    const outputs = shape[shape.length - 1];
    return [{ name, kernel, bias, inputs: sizeOf(shape) / outputs, outputs }];
  });
}

/** The tensors of a layer, in their order. */
export function tensorsOf({ kernel, bias }: SpreadLayer): readonly WeightTensor[] {
  return bias ? [kernel, bias] : [kernel];
}
