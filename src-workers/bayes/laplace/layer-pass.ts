import {
  add,
  concat,
  expandDims,
  grads,
  mul,
  pad,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tile,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { BadInputError } from '../../../src-shared/errors';
import type { Weights } from '../../models/layers';
import type { Model } from '../../models/model';
import { SampledLayers } from '../sampled-layers';
import { chosenOutputs } from './output-jacobian';
import type { SpreadLayer } from './spread-layers';

/** Outputs, and all that says how they hang on the weights of layers. */
export interface LayerPass {
  /** [items, outputs] */
  readonly outputs: Tensor2D;
  readonly layers: readonly LayerUse[];
}

/**
 * How outputs hang on one layer's kernel K: the derivative of output o of an item is the sum of given[place] ⊗ slopes[o, place]
 * over the places that the kernel is applied to: one, or tokens, or the pixels of a convolution.
 */
export interface LayerUse {
  readonly layer: SpreadLayer;
  /** [items, places, in]; of a convolution patches, in the order of its kernel. */
  readonly given: Tensor3D;
  /** Derivatives of the network's outputs by those of the layer, [items, outputs, places, out] */
  readonly slopes: Tensor4D;
}

/**
 * Runs a network forward and back once for each output, all in one pass: a layer's weights are never copied, unlike by
 * `jacobianPass`, so that large layers fit.
 * @param weights of one network, [1, ...shape] each
 * @param inputs [items, ...input shape]
 * @param outputs numbers that one item's output has
 */
export function layerPass(
  model: Pick<Model, 'forward'>,
  weights: Weights,
  spread: readonly SpreadLayer[],
  inputs: Tensor,
  outputs: number,
): LayerPass {
  const [items] = inputs.shape;
  const plain = new TappedLayers(weights, spread);
  const values = model.forward(expandDims(inputs, 0), plain);
  const rows = items * outputs;
  const repeated = expandDims(eachRepeated(inputs, outputs), 0);
  const shifts = plain.uses.map(({ given, items: own }) => zerosLike(eachRepeated(given, rows / own)));
  const chosenSum = (...own: Tensor[]) => {
    const all = model.forward(repeated, new TappedLayers(weights, spread, own));
    return sum(mul(reshape(all, [rows, outputs]), chosenOutputs(rows, outputs)));
  };
  const slopes = grads(chosenSum)(shifts);
  return {
    outputs: reshape(values, [items, outputs]),
    layers: spread.map((layer) => joined(layer, plain.uses, slopes, items, outputs)),
  };
}

/** A layer that is used several times has the places of all uses. */
function joined(
  layer: SpreadLayer,
  uses: readonly TappedUse[],
  slopes: readonly Tensor[],
  items: number,
  outputs: number,
): LayerUse {
  const own = uses.flatMap((use, index) => (use.layer === layer ? [{ use, slope: slopes[index] }] : []));
  // Networks of a person's own have convolutions of every kind, which are computed from their weights.
  if (own.length === 0)
    throw new BadInputError(
      `Layer by layer, Laplace’s approximation knows dense layers and 3 × 3 convolutions; layer ${layer.name} is another. Take the last layer alone (--weights last-layer), or a full covariance (--structure full).`,
    );
  const given = own.map(({ use: { x } }) => {
    const seen = layer.kernel.shape.length === 4 ? patchesOf(x as Tensor4D) : x;
    return reshape(seen, [items, seen.size / items / layer.inputs, layer.inputs]);
  });
  const back = own.map(({ slope }) =>
    reshape(slope, [items, outputs, slope.size / items / outputs / layer.outputs, layer.outputs]),
  );
  const isOne = own.length === 1;
  return {
    layer,
    given: (isOne ? given[0] : concat(given, 1)) as Tensor3D,
    slopes: (isOne ? back[0] : concat(back, 2)) as Tensor4D,
  };
}

/** [items * times, ...shape], each item `times` times in a row. */
function eachRepeated(x: Tensor, times: number): Tensor {
  const [items, ...shape] = x.shape;
  const repeated = tile(expandDims(x, 1), [1, times, ...shape.map(() => 1)]);
  return reshape(repeated, [items * times, ...shape]);
}

/** What a 3 x 3 convolution with padding `same` sees at each pixel, [items, height, width, 9 * in]. */
function patchesOf(x: Tensor4D): Tensor4D {
  const [items, height, width, channels] = x.shape;
  const padded = pad(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const shifted = [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => slice(padded, [0, row, column, 0], [items, height, width, channels])),
  );
  return concat(shifted, 3) as Tensor4D;
}

/** One use of a layer. */
export interface TappedUse {
  readonly layer: SpreadLayer;
  /** What the layer is given: [1, items, ..., in], of a convolution [items, height, width, in]. */
  readonly x: Tensor;
  /** What it gives, items first. */
  readonly given: Tensor;
  readonly items: number;
}

/** Keeps what layers are given and give, or moves what they give. */
export class TappedLayers extends SampledLayers {
  readonly uses: TappedUse[] = [];
  readonly #layers: ReadonlyMap<string, SpreadLayer>;

  constructor(
    weights: Weights,
    tapped: readonly SpreadLayer[],
    /** Added to what layers give, in the order of their use. */
    readonly shifts?: readonly Tensor[],
  ) {
    super(weights, 1);
    this.#layers = new Map(tapped.map((layer) => [layer.name, layer]));
  }

  override dense(name: string, x: Tensor): Tensor {
    const y = super.dense(name, x);
    const [, ...shape] = y.shape;
    return reshape(this.#tap(name, x, reshape(y, shape)), y.shape);
  }

  override convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    const [y] = super.convolution(name, x);
    return [this.#tap(name, x[0], y) as Tensor4D];
  }

  #tap(name: string, x: Tensor, given: Tensor): Tensor {
    const layer = this.#layers.get(name);
    if (!layer) return given;
    const place = this.uses.push({ layer, x, given, items: given.shape[0] }) - 1;
    return this.shifts ? add(given, this.shifts[place]) : given;
  }
}
