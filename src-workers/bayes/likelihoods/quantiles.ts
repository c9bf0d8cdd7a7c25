import {
  add,
  div,
  mul,
  neg,
  relu,
  reshape,
  type Scalar,
  slice,
  square,
  sum,
  tensor,
} from '@tensorflow/tfjs-core';
import { compare, type SumOfTerms, sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';

/**
 * Quantiles by the pinball loss as a likelihood: an asymmetric Laplace distribution around each (Yu and Moyeed 2001),
 * log p = log(τ (1 - τ) / scale) - max(τ u, (τ - 1) u) / scale of u = y - q, the mean over the levels τ, so that data count once.
 * The outputs' last axis holds the targets of the first level, then those of the second, and so on.
 * @param levels rising, 0.5 among them
 */
export function quantiles(
  { levels, scale }: { readonly levels: readonly number[]; readonly scale: number },
  sumTerms: SumOfTerms = sumOverTargets,
): Likelihood {
  const count = levels.length;
  const constant = levels.reduce((all, level) => all + Math.log((level * (1 - level)) / scale), 0) / count;
  return {
    parameters: [],
    logLikelihood: (outputs, targets) => {
      const last = targets.shape[targets.rank - 1] ?? 1;
      const byLevel = reshape(outputs, [...outputs.shape.slice(0, -1), count, last]);
      const given = reshape(targets, [...targets.shape.slice(0, -1), 1, last]);
      const { residuals, present } = compare(byLevel, given);
      const below = tensor([...levels], [count, 1]);
      const above = tensor(
        levels.map((level) => 1 - level),
        [count, 1],
      );
      const losses = add(mul(relu(neg(residuals)), below), mul(relu(residuals), above));
      const terms = mul(add(mul(losses, -1 / (scale * count)), constant / count), present);
      return sumTerms(terms);
    },
    fit: (outputs, targets) => {
      const last = targets.shape[targets.rank - 1] ?? 1;
      const origin = outputs.shape.map(() => 0);
      const median = slice(
        outputs,
        [...origin.slice(0, -1), levels.indexOf(0.5) * last],
        [...outputs.shape.slice(0, -1), last],
      );
      const { residuals, present } = compare(median, targets);
      const alike = outputs.shape[0] / targets.shape[0];
      return div(sum(square(residuals)), mul(sum(present), alike)) as Scalar;
    },
    predictive: (outputs) => outputs,
  };
}
