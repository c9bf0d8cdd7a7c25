import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { convolution } from '../models/convolution';
import { dense } from '../models/dense';
import { type Layers, type Weights, weightOf } from '../models/layers';

/** Layers whose weights are given for each sample, or once for all of them. */
export class SampledLayers implements Layers {
  constructor(
    readonly weights: Weights,
    readonly samples: number,
  ) {}

  weight(name: string): Tensor {
    return weightOf(this.weights, name);
  }

  dense(name: string, x: Tensor): Tensor {
    return dense(x, this.weight(`${name}.weight`), this.weights.get(`${name}.bias`));
  }

  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    return convolution(x, this.weight(`${name}.weight`), this.weight(`${name}.bias`));
  }

  dropout(_name: string, x: Tensor): Tensor {
    return x;
  }
}
