import { addN, mean, mul, type Scalar, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { BatchParts } from '../engine/pass';
import type { Layers } from '../models/layers';
import type { TrainingPass } from '../models/model';
import { withoutGradient } from './without-gradient';

/** What the items of one pass have in place of the tensors that move. */
export class ObservedStatistics implements TrainingPass {
  readonly #observed: { readonly name: string; readonly value: Tensor; readonly rate: number }[] = [];
  readonly #rates: ReadonlyMap<string, number>;

  /** @param batchParts of the whole batch, where it is that which is observed */
  constructor(
    weights: readonly WeightTensor[],
    readonly batchParts: BatchParts | undefined,
  ) {
    this.#rates = new Map(
      weights.flatMap(({ name, moving, frozen }) => (moving && !frozen ? [[name, moving.rate]] : [])),
    );
  }

  moves(name: string): boolean {
    return this.#rates.has(name);
  }

  observe(name: string, value: Tensor): void {
    const rate = this.#rates.get(name);
    if (rate !== undefined) this.#observed.push({ name, value, rate });
  }

  /**
   * A term whose gradient, times the pass's share of the step, is what the step takes off each tensor: rate * (tensor - value), the
   * mean over samples where they share the tensor. Shares of a step add up to 1, so that passes and workers average.
   * @param samples of the step, where each has a tensor of its own and hears of its own values alone; else 1
   */
  pull(layers: Layers, samples: number): Scalar | undefined {
    if (this.#observed.length === 0) return undefined;
    const terms = this.#observed.map(({ name, value, rate }) => {
      const apart = square(sub(layers.weight(name), withoutGradient(value)));
      const axes = apart.shape.map((_, axis) => axis).slice(1);
      return mul(mean(sum(apart, axes)), (rate * samples) / 2);
    });
    return addN(terms) as Scalar;
  }
}
