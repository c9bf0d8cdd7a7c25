import { add, div, maximum, minimum, neg, relu, sub, type Tensor } from '@tensorflow/tfjs-core';

/** Up to where a logarithm is itself, and how far beyond it comes at most. */
export interface LogBounds {
  readonly within: number;
  readonly beyond: number;
}

/**
 * Of rates and variances that a network gives as logarithms: within e^20 of the scale they are as given, and none is beyond e^35,
 * whose square single precision still holds.
 */
export const logBounds: LogBounds = { within: 20, beyond: 15 };

/**
 * A logarithm before its exponential is taken, so that a wild output is a wild number and no infinity:
 * g(f) = f where |f| <= K, else sign(f) (K + L x / (L + x)) of x = |f| - K. It is smooth in value and slope, never beyond K + L, and
 * its slope (L / (L + x))² falls so slowly that a network that strayed there still learns.
 */
export function boundedLog(f: Tensor, { within, beyond }: LogBounds = logBounds): Tensor {
  // x / (L + x) as 1 - L / (L + x), which of an infinite x is 1.
  const excess = (x: Tensor) => sub(beyond, div(beyond * beyond, add(relu(sub(x, within)), beyond)));
  const inner = minimum(maximum(f, -within), within);
  return add(inner, sub(excess(f), excess(neg(f))));
}

/** The same of one number, and its slope there. */
export function boundedLogOf(
  f: number,
  { within, beyond }: LogBounds = logBounds,
): { readonly value: number; readonly slope: number } {
  const left = beyond / (beyond + Math.max(Math.abs(f) - within, 0));
  const inner = Math.min(Math.max(f, -within), within);
  return { value: inner + Math.sign(f) * beyond * (1 - left), slope: left ** 2 };
}
