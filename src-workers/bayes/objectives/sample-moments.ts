import {
  add,
  concat,
  div,
  expandDims,
  log,
  mean,
  mul,
  neg,
  reshape,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { compare } from '../likelihoods/compared-values';
import type { Forward, Objective, Pooling } from './objective';
import { weightedByConstant } from './weighted-by-constant';

// Keeps the logarithm finite where all samples agree, as torch_blue does.
const leastVariance = 1e-10;

/** Mean and unbiased variance over samples, [items, targets] each. */
interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Regression with the noise read off the samples: y ~ N(mean_s f_s, var_s f_s), the variance unbiased, so that one
 * sample is not enough. Like `pooled`, not linear in the samples.
 * - averaged: every pass takes the moments of its own samples (the paper's way).
 * - exact: the moments of all samples of the step; d L = sum_s g_s d f_s with
 *   g_s = dL/dmean / S + dL/dvar * 2 (f_s - mean) / (S - 1).
 * @param stepSamples samples of the whole step (S)
 */
export function sampleMomentsAveraged(): Objective {
  return {
    term: (forward) => {
      const values = flat(forward.outputs);
      const nll = neg(mean(logDensity(forward, momentsOf(values)))) as Scalar;
      return { surrogate: nll, nll };
    },
  };
}

export function sampleMomentsExact(stepSamples: number, targets: number): Objective {
  const pooling: Pooling = {
    combination: 'moments',
    width: 2 * targets,
    statistics: (forward) => {
      const values = flat(forward.outputs);
      const center = mean(values, 0);
      return concat([center, sum(square(sub(values, center)), 0)], 1) as Tensor2D;
    },
  };
  return {
    pooling,
    term: (forward, pooled) => {
      const [items] = pooled.shape;
      const moments = {
        mean: slice(pooled, [0, 0], [items, targets]),
        variance: mul(slice(pooled, [0, targets], [items, targets]), 1 / (stepSamples - 1)),
      };
      const values = flat(forward.outputs);
      const weighted = weightedByConstant(values, (draws) => slopes(draws, forward, moments, stepSamples));
      return {
        surrogate: mul(sum(weighted), -stepSamples / (values.shape[0] * items)) as Scalar,
        nll: neg(mean(logDensity(forward, moments))) as Scalar,
      };
    },
  };
}

/** d log density / d f_s, [samples, items, targets] */
function slopes(draws: Tensor, forward: Forward, moments: Moments, stepSamples: number): Tensor {
  const { error, present } = errorOf(forward, moments);
  const variance = add(moments.variance, leastVariance);
  const ofMean = mul(div(error, variance), 1 / stepSamples);
  const ofVariance = mul(sub(div(square(error), square(variance)), div(1, variance)), 0.5);
  const spread = mul(sub(draws, expandDims(moments.mean, 0)), 2 / (stepSamples - 1));
  return mul(add(expandDims(ofMean, 0), mul(expandDims(ofVariance, 0), spread)), present);
}

/** log N(y; mean, variance) of each item, summed over its targets, [items] */
function logDensity(forward: Forward, moments: Moments): Tensor {
  const { error, present } = errorOf(forward, moments);
  const variance = add(moments.variance, leastVariance);
  const terms = add(add(div(square(error), variance), log(variance)), Math.log(2 * Math.PI));
  return mul(sum(mul(terms, present), 1), -0.5);
}

function errorOf(forward: Forward, moments: Moments): { readonly error: Tensor; readonly present: Tensor } {
  const targets = reshape(forward.targets, moments.mean.shape);
  const { residuals, present } = compare(expandDims(moments.mean, 0), targets);
  const shape = moments.mean.shape;
  return { error: neg(reshape(residuals, shape)), present: reshape(present, shape) };
}

function momentsOf(values: Tensor): Moments {
  const center = mean(values, 0);
  const samples = values.shape[0];
  return { mean: center, variance: mul(sum(square(sub(values, center)), 0), 1 / (samples - 1)) };
}

/** [samples, items, targets] */
function flat(outputs: Tensor): Tensor {
  const [samples, items] = outputs.shape as number[];
  return reshape(outputs, [samples, items, outputs.size / (samples * items)]);
}
