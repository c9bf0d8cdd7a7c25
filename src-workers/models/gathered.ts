import {
  add,
  concat,
  customGrad,
  engine,
  type GradSaveFunc,
  mul,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import type { BatchParts } from '../engine/pass';

/** Everybody's values, [workers, ...shape], in the order of the workers: the same bits for all. */
function gathered(values: Tensor, workers: number): Tensor {
  return engine().runKernel('ParasampleGather', { values }, { workers }) as Tensor;
}

/**
 * Mean and biased variance over all items of a batch that workers share, out of those that each has of its own (Chan, Golub and
 * LeVeque 1983): one exchange. The gradient is that of the sum of all workers' losses, one exchange more: with G what these ask of
 * the whole batch's, and w the worker's share of the items, w (Gm + 2 Gv (m_own - m)) of its mean and w Gv of its variance.
 * @param own mean and variance, [2, ...shape]
 * @returns the same of the whole batch
 */
export function momentsOfAll(own: Tensor, { items, own: place }: BatchParts): Tensor {
  const workers = items.length;
  const all = items.reduce((total, count) => total + count, 0);
  const whole = customGrad((...args) => {
    const [moments, save] = args as [Tensor, GradSaveFunc];
    const value = pooled(
      gathered(moments, workers),
      items.map((count) => count / all),
    );
    save([sub(one(moments, 0, 0), one(value, 0, 0))]);
    return {
      value,
      gradFunc: (slopes: Tensor, [apart]: Tensor[]) => {
        const total = sum(gathered(slopes, workers), 0);
        const [ofMean, ofVariance] = [one(total, 0, 0), one(total, 0, 1)];
        const throughMean = add(ofMean, mul(mul(ofVariance, apart), 2));
        return mul(concat([throughMean, ofVariance]), items[place] / all);
      },
    };
  });
  return whole(own);
}

/**
 * @param all mean and variance of each worker, [workers, 2, ...shape]
 * @param shares of the items
 * @returns [2, ...shape]
 */
function pooled(all: Tensor, shares: readonly number[]): Tensor {
  const weights = tensor([...shares], [shares.length, ...all.shape.slice(1).map(() => 1)]);
  const [means, variances] = [one(all, 1, 0), one(all, 1, 1)];
  const mean = sum(mul(means, weights), 0);
  const variance = sum(mul(add(variances, square(sub(means, mean))), weights), 0);
  return concat([mean, variance]);
}

/** One place of an axis, which stays. */
function one(values: Tensor, axis: number, place: number): Tensor {
  const first = values.shape.map((_, at) => (at === axis ? place : 0));
  const size = values.shape.map((length, at) => (at === axis ? 1 : length));
  return slice(values, first, size);
}
