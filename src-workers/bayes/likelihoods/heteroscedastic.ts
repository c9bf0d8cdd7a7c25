import {
  add,
  concat,
  div,
  log,
  mul,
  type Scalar,
  slice,
  softplus,
  square,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { compare, type SumOfTerms, sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';

const logTwoPi = Math.log(2 * Math.PI);
/** In standardised units: an item that is met exactly must not count for all the others. */
const leastStd = 1e-3;

/**
 * Values with Gaussian noise that the network predicts too: its outputs' last axis holds the values and behind them, for
 * each, r of the standard deviation 0.001 + softplus(r + c), with c so that r = 0 is the start.
 * @param start standard deviation before training, in units of the standardised targets
 */
export function heteroscedastic(start: number, sumTerms?: SumOfTerms): Likelihood {
  const offset = inverseSoftplus(Math.max(start - leastStd, leastStd));
  return gaussianAround((raw) => add(softplus(add(raw, offset)), leastStd), sumTerms);
}

/**
 * Values with Gaussian noise of their own: the outputs' last axis holds the values and behind them a number for each.
 * @param stdsOf standard deviations, of these numbers
 */
export function gaussianAround(
  stdsOf: (raw: Tensor) => Tensor,
  sumTerms: SumOfTerms = sumOverTargets,
): Likelihood {
  return {
    parameters: [],
    logLikelihood: (outputs, targets) => {
      const { values, stds } = split(outputs, stdsOf);
      const { residuals, present } = compare(values, targets);
      const scaled = square(div(residuals, stds));
      const terms = mul(add(add(scaled, mul(log(stds), 2)), logTwoPi), -0.5);
      return sumTerms(mul(terms, present));
    },
    fit: (outputs, targets) => {
      const { residuals, present } = compare(split(outputs, stdsOf).values, targets);
      const alike = outputs.shape[0] / targets.shape[0];
      return div(sum(square(residuals)), mul(sum(present), alike)) as Scalar;
    },
    predictive: (outputs) => {
      const { values, stds } = split(outputs, stdsOf);
      return concat([values, stds], -1);
    },
  };
}

/** A network's outputs as values and standard deviations, each [..., targets]. */
function split(
  outputs: Tensor,
  stdsOf: (raw: Tensor) => Tensor,
): { readonly values: Tensor; readonly stds: Tensor } {
  const shape = outputs.shape;
  const targets = (shape[shape.length - 1] ?? 0) / 2;
  const half = [...shape.slice(0, -1), targets];
  const origin = shape.map(() => 0);
  const raw = slice(outputs, [...origin.slice(0, -1), targets], half);
  return { values: slice(outputs, origin, half), stds: stdsOf(raw) };
}

function inverseSoftplus(value: number): number {
  return value + Math.log(-Math.expm1(-value));
}
