import {
  add,
  div,
  exp,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { compare, type SumOfTerms, sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';

/** Values around the outputs with Gaussian noise, in units of the standardised targets. */
export type GaussianNoise =
  | { readonly kind: 'fixed'; readonly std: number }
  /** A parameter, trained with the weights; each starts at `std`. One for all targets, or as many as the outputs' last axis has. */
  | { readonly kind: 'learned'; readonly std: number; readonly noises: number };

const logTwoPi = Math.log(2 * Math.PI);

export function gaussian(noise: GaussianNoise, sumTerms: SumOfTerms = sumOverTargets): Likelihood {
  const isLearned = noise.kind === 'learned';
  const noises = isLearned ? noise.noises : 1;
  const start = Math.log(noise.std);
  return {
    parameters: isLearned
      ? [{ name: 'likelihood.log_std', shape: [noises], role: 'log-std', initial: start }]
      : [],
    logLikelihood: (outputs, targets, parameters) => {
      const { residuals, present } = compare(outputs, targets);
      if (!isLearned) {
        const terms = mul(add(mul(square(residuals), 1 / noise.std ** 2), 2 * start + logTwoPi), -0.5);
        return sumTerms(mul(terms, present));
      }
      const [logStd] = parameters.map((parameter) => alongSamples(parameter, noises, residuals.rank));
      const scaled = square(div(residuals, exp(logStd)));
      return sumTerms(mul(mul(add(add(scaled, mul(logStd, 2)), logTwoPi), -0.5), present));
    },
    ...(isLearned ? { logPrior: ([logStd]) => halfNormalOfLog(logStd, noises) } : {}),
    fit: (outputs, targets) => {
      const { residuals, present } = compare(outputs, targets);
      const alike = outputs.shape[0] / targets.shape[0];
      return div(sum(square(residuals)), mul(sum(present), alike)) as Scalar;
    },
    predictive: (outputs) => outputs,
  };
}

/** The numbers of all samples, or those of each, as [1 or samples, 1, ..., noises]. */
function alongSamples(parameter: Tensor, noises: number, rank: number): Tensor {
  return reshape(parameter, [parameter.size / noises, ...Array<number>(rank - 2).fill(1), noises]);
}

/**
 * Half-normal prior with scale 1 of a standard deviation, as a density of its logarithm l: -exp(2 l) / 2 + l and a
 * constant, summed over the noises of a sample. Targets are standardised, so noise above 1 would be more than all there is to explain.
 */
function halfNormalOfLog(logStd: Tensor, noises: number): Scalar {
  const terms = sub(logStd, mul(exp(mul(logStd, 2)), 0.5));
  return mul(add(mean(terms), 0.5 * Math.log(2 / Math.PI)), noises) as Scalar;
}
