import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../bayes/weight-tensor';

/** A network whose weights come as samples. It knows nothing of how they are distributed. */
export interface Model {
  readonly weights: readonly WeightTensor[];
  /**
   * @param images [items, height, width, channels]
   * @param weights each [samples, ...shape], in the order of `weights`
   * @returns logits [samples, items, classes]
   */
  forward(images: Tensor4D, weights: readonly Tensor[]): Tensor3D;
}

export type ImageShape = readonly [height: number, width: number, channels: number];
