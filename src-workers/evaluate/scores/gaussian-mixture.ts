import { quantile } from './crps';

/** Halvings of the bracket: 2^-60 of it is left. */
const halvings = 60;
/** Standard deviations beyond which nothing lies in single precision. */
const reach = 8;

/**
 * A quantile of the equal mixture of Gaussians around the samples: what a regression predicts. Without noise it is read
 * off the samples alone.
 * @param stds of the Gaussians, one a sample; none where there is no noise
 */
export function mixtureQuantile(means: Float64Array, stds: Float64Array, probability: number): number {
  if (stds.length === 0) return quantile(means.slice().sort(), probability);
  let low = means.reduce((least, mean, sample) => Math.min(least, mean - reach * stds[sample]), Infinity);
  let high = means.reduce((most, mean, sample) => Math.max(most, mean + reach * stds[sample]), -Infinity);
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (mixtureBelow(means, stds, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(Y < value) of the equal mixture of Gaussians around `means`, with standard deviations above 0. */
export function mixtureBelow(means: Float64Array, stds: Float64Array, value: number): number {
  let sum = 0;
  for (let sample = 0; sample < means.length; sample += 1)
    sum += normalBelow((value - means[sample]) / stds[sample]);
  return sum / means.length;
}

/** P(Z < z) of a standard normal, to 1e-7 (Abramowitz and Stegun 7.1.26). */
export function normalBelow(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (polynomial * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}
