import {
  add,
  cast,
  expandDims,
  greaterEqual,
  mul,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  unstack,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { convolution } from '../models/convolution';
import { dense } from '../models/dense';
import type { Layers } from '../models/layers';
import { sampledUniform } from '../random/sampled-noise';
import { drawWeights } from './drawn-weights';
import type { DrawnSamples } from './families/posterior-family';
import type { LocalNoise } from './local-reparameterisation';
import type { GaussianTensor } from './priors/prior';

/** The weights that multiply inputs, whose draws can be flipped item by item. */
export function flippedTensors(weights: readonly WeightTensor[]): readonly string[] {
  return weights
    .filter(({ bayesian, name, shape }) => bayesian && name.endsWith('.weight') && shape.length > 1)
    .map(({ name }) => name);
}

/**
 * Flipout (Wen et al., arXiv 1803.04386): what a sample's weights W = mean + D differ by from their mean changes its signs from
 * item to item, D ∘ r sᵀ with random signs r of inputs and s of outputs. Each item sees weights of the same distribution as
 * ever, but those of two items are uncorrelated, so that the noise of the gradient falls with the batch.
 */
export class FlippedLayers implements Layers {
  readonly samples: number;
  readonly #streams: ReadonlyMap<string, Tensor2D>;
  readonly #signStreams: ReadonlyMap<string, Tensor2D>;

  /** @param flipped names of the tensors that have streams of signs, behind those of the Gaussians */
  constructor(
    readonly gaussians: ReadonlyMap<string, GaussianTensor>,
    readonly shared: ReadonlyMap<string, Tensor>,
    flipped: readonly string[],
    samples: DrawnSamples,
    readonly noise: LocalNoise,
  ) {
    this.samples = samples.samples;
    const streams = unstack(samples.seeds) as Tensor2D[];
    this.#streams = new Map([...gaussians.keys()].map((name, index) => [name, streams[index]]));
    this.#signStreams = new Map(flipped.map((name, index) => [name, streams[gaussians.size + index]]));
  }

  weight(name: string): Tensor {
    return this.shared.get(name) ?? drawWeights(...this.#gaussian(name));
  }

  dense(name: string, x: Tensor): Tensor {
    const kernel = `${name}.weight`;
    if (this.shared.has(kernel)) return dense(x, this.weight(kernel), this.#bias(name));
    const [{ mean }] = this.#gaussian(kernel);
    const [inputs, outputs] = mean.shape as [number, number];
    const signs = this.#signs(kernel, x.shape[1] as number, inputs, outputs, x.shape.length - 3);
    const flipped = dense(mul(x, signs.ofInputs), this.#difference(kernel), undefined);
    return add(dense(x, expandDims(mean, 0), this.#bias(name)), mul(flipped, signs.ofOutputs));
  }

  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    const kernel = `${name}.weight`;
    if (this.shared.has(kernel)) return convolution(x, this.weight(kernel), this.weight(`${name}.bias`));
    const [{ mean }] = this.#gaussian(kernel);
    const [inputs, outputs] = mean.shape.slice(-2) as [number, number];
    const signs = this.#signs(kernel, x[0].shape[0], inputs, outputs, 2);
    const [ofInputs, ofOutputs] = [unstack(signs.ofInputs), unstack(signs.ofOutputs)];
    const turned = ofInputs.map((sign, sample) => mul(x[sample % x.length], sign) as Tensor4D);
    const flipped = convolution(turned, this.#difference(kernel), zeros([1, outputs]));
    const middle = convolution(x, expandDims(mean, 0), this.weight(`${name}.bias`));
    return flipped.map((part, sample) =>
      add(middle[sample % middle.length], mul(part, ofOutputs[sample])),
    ) as Tensor4D[];
  }

  dropout(_name: string, x: Tensor): Tensor {
    return x;
  }

  #bias(name: string): Tensor | undefined {
    const bias = `${name}.bias`;
    return this.gaussians.has(bias) || this.shared.has(bias) ? this.weight(bias) : undefined;
  }

  /** What a draw differs by from the mean, [samples, ...shape]. */
  #difference(name: string): Tensor {
    const [{ mean, logStd }, seeds] = this.#gaussian(name);
    return drawWeights({ mean: zerosLike(mean), logStd }, seeds);
  }

  /**
   * -1 or 1 for each item, drawn for the whole batch, so that any split of it sees the same.
   * @param between axes between items and features
   * @returns [samples, items, 1, ..., inputs] and [samples, items, 1, ..., outputs]
   */
  #signs(name: string, items: number, inputs: number, outputs: number, between: number) {
    const stream = this.#signStreams.get(name);
    if (!stream) throw new Error(`No signs belong to ${name}.`);
    const { batchItems, firstItem } = this.noise;
    const heads = greaterEqual(sampledUniform(stream, [batchItems, inputs + outputs]), 0.5);
    const whole = sub(mul(cast(heads, 'float32'), 2), 1);
    const part = (first: number, size: number): Tensor => {
      const own = slice(whole, [0, firstItem, first], [this.samples, items, size]);
      return reshape(own, [this.samples, items, ...Array<number>(between).fill(1), size]);
    };
    return { ofInputs: part(0, inputs), ofOutputs: part(inputs, outputs) };
  }

  #gaussian(name: string): [GaussianTensor, Tensor2D] {
    const [gaussian, stream] = [this.gaussians.get(name), this.#streams.get(name)];
    if (!gaussian || !stream) throw new Error(`The model asks for ${name}, which it did not declare.`);
    return [gaussian, stream];
  }
}
