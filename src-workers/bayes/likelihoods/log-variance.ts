import { add, exp, sqrt } from '@tensorflow/tfjs-core';
import { boundedLog } from './bounded-log';
import type { SumOfTerms } from './compared-values';
import { gaussianAround } from './heteroscedastic';
import type { Likelihood } from './likelihood';

/** Of the standardised targets: an item that is met exactly must not count for all the others. */
const leastVariance = 1e-6;

/**
 * Values with Gaussian noise whose variance the network predicts by its logarithm (Kendall and Gal 2017, section 2.2): its
 * outputs' last axis holds the values and behind them, for each, r of the variance 1e-6 + exp(r), r bounded as logarithms are.
 */
export function logVariance(sumTerms?: SumOfTerms): Likelihood {
  return gaussianAround((raw) => sqrt(add(exp(boundedLog(raw)), leastVariance)), sumTerms);
}
