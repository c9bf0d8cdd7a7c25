import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { convolution } from '../models/convolution';
import { dense } from '../models/dense';
import { type Layers, type Weights, weightOf } from '../models/layers';

/** Layers whose weights are given for each sample, or once for all of them. */
export class SampledLayers implements Layers {
  constructor(
    readonly weights: Weights,
    readonly samples: number,
  ) {}

  dense(name: string, x: Tensor3D): Tensor3D {
    return dense(x, weightOf(this.weights, `${name}.weight`), weightOf(this.weights, `${name}.bias`));
  }

  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    return convolution(x, weightOf(this.weights, `${name}.weight`), weightOf(this.weights, `${name}.bias`));
  }

  dropout(_name: string, x: Tensor3D): Tensor3D {
    return x;
  }
}
