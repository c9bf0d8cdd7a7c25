import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * A network's layers with weights in them. A model says which layers its data pass through; a posterior family says
 * where their weights come from: drawn, shared by all samples, masked, or noise put on the outputs.
 */
export interface Layers {
  readonly samples: number;
  /** A single weight tensor, [samples, ...shape], or [1, ...shape] where all samples share it. */
  weight(name: string): Tensor;
  /**
   * @param x [samples, items, ..., in], or [1, items, ..., in] where all samples see the same
   * @returns [samples or 1, items, ..., out]
   */
  dense(name: string, x: Tensor): Tensor;
  /**
   * A 3 x 3 convolution with padding `same`.
   * @param x one tensor a sample, [items, height, width, in], or a single one where all samples see the same
   */
  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[];
  /** Masks the last axis of [samples or 1, items, units] where the family drops any, else gives it back. */
  dropout(name: string, x: Tensor): Tensor;
}

/** Weights by tensor name, each [samples, ...shape], or [1, ...shape] where all samples share them. */
export type Weights = ReadonlyMap<string, Tensor>;

export function weightOf(weights: Weights, name: string): Tensor {
  const weight = weights.get(name);
  if (!weight) throw new Error(`The model asks for ${name}, which it did not declare.`);
  return weight;
}
