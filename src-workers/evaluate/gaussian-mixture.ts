import { quantile } from './crps';

/** Halvings of the bracket: 2^-60 of it is left. */
const halvings = 60;
/** Standard deviations beyond which nothing lies in single precision. */
const reach = 8;

/**
 * A quantile of the equal mixture of Gaussians around the samples, all with the same standard deviation: what a
 * regression predicts. Without noise it is read off the samples alone.
 * @param sorted the samples in rising order
 */
export function mixtureQuantile(sorted: Float64Array, noiseStd: number, probability: number): number {
  if (noiseStd === 0) return quantile(sorted, probability);
  let low = sorted[0] - reach * noiseStd;
  let high = sorted[sorted.length - 1] + reach * noiseStd;
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (mixtureBelow(sorted, noiseStd, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(Y < value) of the equal mixture of Gaussians around `means`, all with the same standard deviation above 0. */
export function mixtureBelow(means: Float64Array, std: number, value: number): number {
  let sum = 0;
  for (const mean of means) sum += normalBelow((value - mean) / std);
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
