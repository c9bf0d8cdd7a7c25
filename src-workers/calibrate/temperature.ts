import { BadInputError } from '../../src-shared/errors';
import type { LogProbabilities } from '../evaluate/scores/scores';

/** Inverse temperatures that are looked at: logits of networks that are very sure lie thousands apart. */
const leastInverse = 1e-6;
const mostInverse = 1e2;
/** Newton's steps double the right digits; a bisection that takes over halves the bracket. */
const mostSteps = 200;
const precision = 1e-12;

/**
 * The temperature T at which the probabilities p^(1/T), normalised anew, have the smallest negative log-likelihood (Guo et al.
 * 2017, of the pooled prediction as Rahaman and Thiery 2021 advise). The problem is convex in 1/T.
 * @param logProbabilities pooled over the weight samples, [items, classes]
 * @param of what has a class each: of pixels there is no other method to take
 * @throws BadInputError where the items have no best temperature
 */
export function fitTemperature(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
  of: 'items' | 'pixels' = 'items',
): number {
  let low = leastInverse;
  let high = mostInverse;
  if (slopeAt(low, logProbabilities, labels, classes).slope >= 0)
    throw new BadInputError(
      `The validation ${of} tell no temperature: the probabilities of the run say nothing of their classes; train it for longer.`,
    );
  if (slopeAt(high, logProbabilities, labels, classes).slope <= 0)
    throw new BadInputError(
      `The validation ${of} tell no temperature: the run names all of them right, or nearly, so that it could be as sure as it likes; train with a larger data.validationFraction${of === 'items' ? ', or take --method aps' : ''}.`,
    );
  let inverse = 1;
  for (let step = 0; step < mostSteps && high - low > precision * low; step += 1) {
    const { slope, curvature } = slopeAt(inverse, logProbabilities, labels, classes);
    if (slope > 0) high = inverse;
    else low = inverse;
    const newton = inverse - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - inverse) <= precision * inverse) return 1 / next;
    inverse = next;
  }
  return 1 / inverse;
}

/** Log probabilities at a temperature, [items, classes]. */
export function atTemperature(
  logProbabilities: LogProbabilities,
  temperature: number,
  classes: number,
): Float64Array {
  const result = new Float64Array(logProbabilities.length);
  const weights = new Float64Array(classes);
  for (let first = 0; first < logProbabilities.length; first += classes) {
    const { top, sum } = weigh(logProbabilities, first, 1 / temperature, weights);
    for (let label = 0; label < classes; label += 1)
      result[first + label] = (logProbabilities[first + label] - top) / temperature - Math.log(sum);
  }
  return result;
}

/** First and second derivative by the inverse temperature of the mean negative log-likelihood. */
function slopeAt(
  inverse: number,
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
): { readonly slope: number; readonly curvature: number } {
  const weights = new Float64Array(classes);
  let slope = 0;
  let curvature = 0;
  for (let item = 0; item < labels.length; item += 1) {
    const first = item * classes;
    const { sum } = weigh(logProbabilities, first, inverse, weights);
    let mean = 0;
    let square = 0;
    for (let label = 0; label < classes; label += 1) {
      // What has no probability at all adds nothing; 0 times its logarithm would be no number.
      if (weights[label] === 0) continue;
      const logit = logProbabilities[first + label];
      mean += (weights[label] / sum) * logit;
      square += (weights[label] / sum) * logit ** 2;
    }
    slope += mean - logProbabilities[first + labels[item]];
    curvature += Math.max(0, square - mean ** 2);
  }
  return { slope: slope / labels.length, curvature: curvature / labels.length };
}

/** Fills in one item's p^inverse, the largest being 1; returns their sum, and the logarithm of the largest p. */
function weigh(
  logProbabilities: LogProbabilities,
  first: number,
  inverse: number,
  weights: Float64Array,
): { readonly top: number; readonly sum: number } {
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < weights.length; label += 1)
    top = Math.max(top, logProbabilities[first + label]);
  let sum = 0;
  for (let label = 0; label < weights.length; label += 1) {
    weights[label] = Math.exp(inverse * (logProbabilities[first + label] - top));
    sum += weights[label];
  }
  return { top, sum };
}
