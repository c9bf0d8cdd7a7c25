import type { Tensor } from '@tensorflow/tfjs-core';
import type { DropoutSite } from '../../src-shared/experiment/networks/tensors/dropout-site';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { BatchParts } from '../engine/pass';
import type { Layers } from './layers';

/** A network's structure. It knows nothing of how its weights are distributed. */
export interface Model {
  readonly weights: readonly WeightTensor[];
  readonly dropoutSites: readonly DropoutSite[];
  readonly forward: Forward;
}

/** What a training pass asks of a network beside its outputs. */
export interface TrainingPass {
  /** Whether a tensor moves by what items have in its place: it need not, where layers are frozen. */
  moves(name: string): boolean;
  /** Takes what the pass's items have there, [samples or 1, ...shape]. */
  observe(name: string, value: Tensor): void;
  /** Set where what items have is to be that of the whole batch, which several workers share. */
  readonly batchParts?: BatchParts | undefined;
}

/**
 * What a network computes.
 * @param training of a pass that trains; what only predicts has none
 * @param inputs [samples, items, ...input shape], or [1, items, ...input shape] where all samples see the same: images are
 *   [samples or 1, items, height, width, channels]
 * @returns [samples, items, ...outputs] (logits, or predicted values), or [1, items, ...outputs] where all samples
 *   are the same
 */
export type Forward = (inputs: Tensor, layers: Layers, training?: TrainingPass) => Tensor;
