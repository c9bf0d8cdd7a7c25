import {
  add,
  exp,
  expandDims,
  matMul,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  unstack,
} from '@tensorflow/tfjs-core';
import { convolution } from '../models/convolution';
import { dense } from '../models/dense';
import type { Layers } from '../models/layers';
import { sampledNormal } from '../random/sampled-noise';
import { drawWeights } from './drawn-weights';
import type { DrawnSamples } from './families/posterior-family';
import type { GaussianTensor } from './priors/prior';

/** Which of a step's items this worker holds: noise belongs to an item's place in the whole batch. */
export interface LocalNoise {
  readonly batchItems: number;
  readonly firstItem: number;
}

// Keeps the gradient of the square root finite where an item's inputs are all zero.
const leastVariance = 1e-12;

/**
 * Local reparameterisation (Kingma, Salimans and Welling, arXiv 1506.02557): a dense layer's outputs are drawn instead
 * of its weights, N(x mean, x^2 std^2), with noise of their own for every item. Less variance in the gradient, but the
 * items of a batch no longer see one network. Convolutions, and dense layers over tokens, draw weights as ever.
 */
export class LocallyReparameterisedLayers implements Layers {
  readonly samples: number;
  readonly #streams: ReadonlyMap<string, Tensor2D>;

  constructor(
    readonly gaussians: ReadonlyMap<string, GaussianTensor>,
    readonly shared: ReadonlyMap<string, Tensor>,
    samples: DrawnSamples,
    readonly noise: LocalNoise,
  ) {
    this.samples = samples.samples;
    const streams = unstack(samples.seeds) as Tensor2D[];
    this.#streams = new Map([...gaussians.keys()].map((name, index) => [name, streams[index]]));
  }

  weight(name: string): Tensor {
    return this.shared.get(name) ?? this.#drawn(name);
  }

  dense(name: string, x: Tensor): Tensor {
    if (this.shared.has(`${name}.weight`))
      return dense(x, this.weight(`${name}.weight`), this.shared.get(`${name}.bias`));
    if (x.shape.length !== 3) return dense(x, this.#drawn(`${name}.weight`), this.#drawnBias(name));
    return this.#drawOutputs(name, x as Tensor3D);
  }

  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    return convolution(x, this.weight(`${name}.weight`), this.weight(`${name}.bias`));
  }

  dropout(_name: string, x: Tensor): Tensor {
    return x;
  }

  #drawOutputs(name: string, x: Tensor3D): Tensor {
    const weight = this.#gaussian(`${name}.weight`);
    const bias = this.gaussians.get(`${name}.bias`);
    const mean = plus(productWith(x, weight.mean), bias?.mean);
    const variance = plus(productWith(square(x), varianceOf(weight)), bias && varianceOf(bias));
    const [, outputs] = weight.mean.shape as number[];
    const eps = this.#noiseOfItems(`${name}.weight`, x.shape[1], outputs);
    return add(mean, mul(sqrt(add(variance, leastVariance)), eps));
  }

  #drawnBias(name: string): Tensor | undefined {
    return this.gaussians.has(`${name}.bias`) ? this.#drawn(`${name}.bias`) : undefined;
  }

  /** [samples, items, outputs]: drawn for the whole batch, so that any split of it sees the same. */
  #noiseOfItems(name: string, items: number, outputs: number): Tensor {
    const whole = sampledNormal(this.#stream(name), [this.noise.batchItems, outputs]);
    return slice(whole, [0, this.noise.firstItem, 0], [this.samples, items, outputs]);
  }

  #drawn(name: string): Tensor {
    const gaussian = this.#gaussian(name);
    return drawWeights(gaussian, this.#stream(name));
  }

  #gaussian(name: string): GaussianTensor {
    const gaussian = this.gaussians.get(name);
    if (!gaussian) throw new Error(`The model asks for ${name}, which it did not declare.`);
    return gaussian;
  }

  #stream(name: string): Tensor2D {
    const stream = this.#streams.get(name);
    if (!stream) throw new Error(`No noise belongs to ${name}.`);
    return stream;
  }
}

/** x [samples or 1, items, in] times one matrix [in, out] for all samples. */
function productWith(x: Tensor3D, matrix: Tensor): Tensor3D {
  const [samples, items, inputs] = x.shape;
  const [, outputs] = matrix.shape as number[];
  const flat = reshape(x, [1, samples * items, inputs]);
  return reshape(matMul(flat, expandDims(matrix as Tensor2D, 0)), [samples, items, outputs]);
}

function plus(x: Tensor, bias: Tensor | undefined): Tensor {
  return bias ? add(x, bias) : x;
}

function varianceOf({ logStd }: GaussianTensor): Tensor {
  return exp(mul(logStd, 2));
}
