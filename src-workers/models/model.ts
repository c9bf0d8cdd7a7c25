import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';
import type { DropoutSite, Layers } from './layers';

/** A network's structure. It knows nothing of how its weights are distributed. */
export interface Model {
  readonly weights: readonly WeightTensor[];
  readonly dropoutSites: readonly DropoutSite[];
  /**
   * @param images [items, height, width, channels]
   * @returns logits [samples, items, classes], or [1, items, classes] where all samples are the same
   */
  forward(images: Tensor4D, layers: Layers): Tensor3D;
}

export type ImageShape = readonly [height: number, width: number, channels: number];
