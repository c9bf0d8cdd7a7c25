import { boundedLogOf } from '../bayes/likelihoods/bounded-log';
import { type OutputCurvature, tellValues } from './output-curvature';

/**
 * Counts with a Poisson distribution of the rate `unit` exp(f), f bounded as logarithms are: the curvature by the output f is the rate. Targets are in multiples of
 * the unit; those that are NaN are not known and count for nothing.
 * @param units one for each target
 */
export function curvatureOfCounts(outputs: number, units: readonly number[]): OutputCurvature {
  const own = Float64Array.from({ length: outputs }, (_, output) => units[output % units.length]);
  return {
    outputs,
    targets: outputs,
    blocks: [{ kind: 'counts', first: 0, size: outputs }],
    at: (f, targets, item) => {
      const slope = new Float64Array(outputs);
      const root = new Float64Array(outputs * outputs);
      let [loss, isKnown] = [0, false];
      for (let output = 0; output < outputs; output += 1) {
        const target = targets[item * outputs + output];
        if (Number.isNaN(target)) continue;
        const logRate = boundedLogOf(f[output]);
        const rate = own[output] * Math.exp(logRate.value);
        // Single precision has brought the whole number into units.
        const count = Math.round(target * own[output]);
        slope[output] = (rate - count) * logRate.slope;
        root[output * outputs + output] = Math.sqrt(rate) * logRate.slope;
        loss += rate - count * (logRate.value + Math.log(own[output])) + logFactorial(count);
        isKnown = true;
      }
      return { slope, root, loss, known: 0, logStds: 0, isKnown };
    },
    tell: tellValues(own.map(Math.sqrt)),
  };
}

const seriesFrom = 16;

/** By Stirling's series where it is exact in double precision (Abramowitz and Stegun, 6.1.41). */
function logFactorial(count: number): number {
  if (count < seriesFrom) {
    let product = 1;
    for (let factor = 2; factor <= count; factor += 1) product *= factor;
    return Math.log(product);
  }
  const x = count + 1;
  const rest = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + rest;
}
