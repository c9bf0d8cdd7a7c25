import {
  add,
  div,
  exp,
  less,
  log,
  maximum,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor1d,
  where,
} from '@tensorflow/tfjs-core';
import { boundedLog } from './bounded-log';
import { compare, knownTargets, type SumOfTerms, sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';

/** Keeps 0 log 0 at 0. */
const tiny = 1e-30;
/** From here on Stirling's series alone is exact in single precision. */
const seriesFrom = 16;
const logTwoPi = Math.log(2 * Math.PI);

/**
 * Counts with a Poisson distribution (McCullagh and Nelder 1989, chapter 6) whose rate is `unit` exp(f) of the output f, bounded as logarithms are. Targets are counts in multiples of the
 * unit, t = y / unit. Summands are taken together so that none is large where y is:
 * log p = -unit (exp(f) - t - t (f - log t)) - (log y! - y log y + y).
 * @param units one for each target
 */
export function poisson(units: readonly number[], sumTerms: SumOfTerms = sumOverTargets): Likelihood {
  return {
    parameters: [],
    logLikelihood: (outputs, targets) => {
      const { filled, present } = knownTargets(targets);
      const unit = tensor1d([...units]);
      const logRates = boundedLog(outputs);
      const surprise = mul(filled, sub(logRates, log(maximum(filled, tiny))));
      const deviance = mul(unit, sub(sub(exp(logRates), filled), surprise));
      const terms = add(deviance, atTheTruth(mul(filled, unit)));
      return sumTerms(mul(mul(terms, -1), present));
    },
    fit: (outputs, targets) => {
      const { residuals, present } = compare(exp(boundedLog(outputs)), targets);
      const alike = outputs.shape[0] / targets.shape[0];
      return div(sum(square(residuals)), mul(sum(present), alike)) as Scalar;
    },
    predictive: (outputs) => exp(boundedLog(outputs)),
  };
}

/** log y! - y log y + y: minus the logarithm of a count's probability where the rate is the count. */
export function atTheTruth(counts: Tensor): Tensor {
  const large = maximum(counts, seriesFrom);
  const ofLarge = add(mul(add(log(large), logTwoPi), 0.5), stirlingRest(large));
  const small = sub(logFactorialOfSmall(counts), mul(counts, sub(log(maximum(counts, tiny)), 1)));
  return where(less(counts, seriesFrom), small, ofLarge);
}

/** log y! = log Gamma(y + 8) - log((y + 1) ... (y + 7)), the first by Stirling's series. */
function logFactorialOfSmall(counts: Tensor): Tensor {
  const x = add(counts, 8);
  const logGamma = add(sub(mul(sub(x, 0.5), log(x)), x), add(stirlingRest(x), 0.5 * logTwoPi));
  let product = add(counts, 1);
  for (let more = 2; more < 8; more += 1) product = mul(product, add(counts, more));
  return sub(logGamma, log(product));
}

/** 1 / (12 x) - 1 / (360 x³) (Abramowitz and Stegun, 6.1.41). */
function stirlingRest(x: Tensor): Tensor {
  return sub(div(1 / 12, x), div(1 / 360, mul(x, square(x))));
}
