import { mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { SampledLayers } from '../bayes/sampled-layers';
import type { FrozenSamples } from './frozen-samples';

/** Layers with frozen samples in them. */
export class FrozenLayers extends SampledLayers {
  readonly #masks: ReadonlyMap<string, Tensor>;

  /** @param tensors the weights, then the masks, in the order of `frozen` */
  constructor(frozen: FrozenSamples, tensors: readonly Tensor[], samples: number) {
    const { size } = frozen.weights;
    super(named(frozen.weights, tensors.slice(0, size)), samples);
    this.#masks = named(frozen.masks, tensors.slice(size));
  }

  override dropout(name: string, x: Tensor): Tensor {
    const mask = this.#masks.get(name);
    if (!mask) return x;
    const [samples, units] = mask.shape;
    return mul(x, reshape(mask, [samples, ...x.shape.slice(1, -1).map(() => 1), units]));
  }
}

function named(given: ReadonlyMap<string, unknown>, tensors: readonly Tensor[]): ReadonlyMap<string, Tensor> {
  return new Map([...given.keys()].map((name, index) => [name, tensors[index]]));
}
