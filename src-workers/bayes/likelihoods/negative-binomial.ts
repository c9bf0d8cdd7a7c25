import {
  add,
  concat,
  div,
  exp,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { boundedLog } from './bounded-log';
import { compare, knownTargets, type SumOfTerms, sumOverTargets } from './compared-values';
import type { Likelihood } from './likelihood';
import { atTheTruth } from './poisson';

/** Of the dispersion over where it starts: between exp(-14) and exp(14), beyond which the distribution is a Poisson's, or nearly all zeros. */
export const dispersionBounds = { within: 10, beyond: 4 };
/** From here on four terms of Stirling's series are exact in single precision. */
const seriesFrom = 4;
const restAtFour = Math.log(6) - 3.5 * Math.log(4) + 4 - 0.5 * Math.log(2 * Math.PI);

/**
 * Counts with a negative binomial distribution of the mean m = `unit` exp(f) and the variance m + α m² (the NB2 of Cameron and Trivedi 1998, Regression
 * analysis of count data, section 3.3): the outputs' last axis holds f for each target and behind them, for each, r of the dispersion α = `start` exp(r).
 * Targets are counts in multiples of the unit. With n = 1 / α and Stirling's rest s,
 * log p = -(y log(y / m) - (y + n) log((y + n) / (m + n))) - log(1 + y / n) / 2 + s(y + n) - s(n) - (log y! - y log y + y),
 * half the deviance and what is left at m = y, so that no summand is large where y or n are.
 * @param units one for each target
 */
export function negativeBinomial(
  { start, units }: { readonly start: number; readonly units: readonly number[] },
  sumTerms: SumOfTerms = sumOverTargets,
): Likelihood {
  const split = (outputs: Tensor) => {
    const [raw, spread] = halves(outputs);
    return { logMeans: boundedLog(raw), dispersions: mul(exp(boundedLog(spread, dispersionBounds)), start) };
  };
  return {
    parameters: [],
    logLikelihood: (outputs, targets) => {
      const { filled, present } = knownTargets(targets);
      const unit = tensor1d([...units]);
      const { logMeans, dispersions } = split(outputs);
      const n = div(1, dispersions);
      const counts = mul(filled, unit);
      const distance = minusHalfDeviance(counts, mul(exp(logMeans), unit), n);
      const rest = sub(stirlingRest(add(counts, n)), stirlingRest(n));
      const spread = mul(log1p(mul(counts, dispersions)), 0.5);
      const terms = add(distance, sub(sub(rest, spread), atTheTruth(counts)));
      return sumTerms(mul(terms, present));
    },
    fit: (outputs, targets) => {
      const { residuals, present } = compare(exp(split(outputs).logMeans), targets);
      const alike = outputs.shape[0] / targets.shape[0];
      return div(sum(square(residuals)), mul(sum(present), alike)) as Scalar;
    },
    predictive: (outputs) => {
      const { logMeans, dispersions } = split(outputs);
      return concat([exp(logMeans), dispersions], -1);
    },
  };
}

/** Minus y log(y / m) - (y + n) log((y + n) / (m + n)), in two summands that both are about as large as their sum where y is large. */
function minusHalfDeviance(counts: Tensor, means: Tensor, n: Tensor): Tensor {
  const [came, expected] = [add(counts, n), add(means, n)];
  const more = sub(counts, means);
  // Where the count is 0 the logarithm is not looked at, and has to be a number.
  const odds = mul(div(maximum(counts, 0.5), means), div(expected, came));
  const ofOdds = mul(counts, logNear(odds, mul(div(n, came), div(more, means))));
  return sub(mul(n, logNear(div(came, expected), div(more, expected))), ofOdds);
}

/** log of a ratio, which is 1 + more: by the latter where it is near 1, as the ratio would be rounded. */
function logNear(ratio: Tensor, more: Tensor): Tensor {
  return add(log1p(maximum(more, -0.5)), log(mul(minimum(ratio, 0.5), 2)));
}

/** log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 of x > 0, by Stirling's series (Abramowitz and Stegun, 6.1.41) and its recurrence. */
function stirlingRest(x: Tensor): Tensor {
  return add(sub(shifted(minimum(x, seriesFrom)), restAtFour), series(maximum(x, seriesFrom)));
}

function series(x: Tensor): Tensor {
  const inverse = div(1, x);
  const squared = square(inverse);
  const last = sub(1 / 1260, mul(squared, 1 / 1680));
  return mul(inverse, sub(1 / 12, mul(squared, sub(1 / 360, mul(squared, last)))));
}

/** The rest at x of that at x + 4: Gamma(x + 4) = x (x + 1) (x + 2) (x + 3) Gamma(x). */
function shifted(x: Tensor): Tensor {
  const ahead = add(x, seriesFrom);
  const stirling = (at: Tensor) => sub(mul(sub(at, 0.5), log(at)), at);
  let product = x;
  for (let more = 1; more < seriesFrom; more += 1) product = mul(product, add(x, more));
  return add(sub(sub(stirling(ahead), log(product)), stirling(x)), series(ahead));
}

function halves(outputs: Tensor): readonly [Tensor, Tensor] {
  const others = outputs.shape.slice(0, -1);
  const size = (outputs.shape[others.length] ?? 0) / 2;
  const origin = others.map(() => 0);
  return [
    slice(outputs, [...origin, 0], [...others, size]),
    slice(outputs, [...origin, size], [...others, size]),
  ];
}
