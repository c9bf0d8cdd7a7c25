import type { Tensor } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../src-shared/errors';
import { describeProblems } from '../../src-shared/experiment/problems';
import { noGrid } from '../../src-shared/model-fit';
import type { WeightTensor } from '../bayes/weight-tensor';
import type { DropoutSite, Layers } from './layers';

/** A network's structure. It knows nothing of how its weights are distributed. */
export interface Model {
  readonly weights: readonly WeightTensor[];
  readonly dropoutSites: readonly DropoutSite[];
  /**
   * @param inputs [items, ...input shape]: images are [items, height, width, channels]
   * @returns [samples, items, ...outputs] (logits, or predicted values), or [1, items, ...outputs] where all samples
   *   are the same
   */
  forward(inputs: Tensor, layers: Layers): Tensor;
}

export type ImageShape = readonly [height: number, width: number, channels: number];

/** @throws BadInputError when the data are no pictures or fields. */
export function imageShapeOf(inputShape: readonly number[]): ImageShape {
  const [height, width, channels] = inputShape;
  if (inputShape.length === 3) return [height, width, channels];
  throw new BadInputError(describeProblems([noGrid]));
}
