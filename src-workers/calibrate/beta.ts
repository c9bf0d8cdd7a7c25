import type { BetaMap } from '../../src-shared/assessment/calibration';
import { choleskyFactor, inverseOfLower, solveLower } from '../laplace/cholesky';

/** What is held against of one class: one number an item. */
export interface BinaryClaims {
  /** ln p and ln(1 - p), at least the logarithm of the smallest difference from 1 that a number has. */
  readonly likely: Float64Array;
  readonly unlikely: Float64Array;
  readonly came: readonly boolean[];
}

/** What leaves every probability as it is. */
const identity: readonly number[] = [1, 1, 0];
/** Newton's steps double the right digits. */
const mostSteps = 100;
const mostHalvings = 40;
const precisionOfFit = 1e-12;

/**
 * Beta calibration (Kull et al. 2017): ln odds = a ln p - b ln(1 - p) + c with a, b >= 0, the logistic regression of what came on both
 * logarithms. A normal distribution around what leaves probabilities as they are keeps the three finite where the items
 * are kept apart, and stands for what few items do not tell.
 * @param priorPrecision of that distribution; at 0 the items alone count
 */
export function fitBeta(claims: BinaryClaims, priorPrecision: number): BetaMap {
  // As the authors' own program does: a slope that would be negative is left out, and the others are fitted anew.
  let free = [0, 1, 2];
  for (;;) {
    const fitted = fitFree(claims, priorPrecision, free);
    const negative = free.find((place) => place < 2 && fitted[place] < 0);
    if (negative === undefined) return { a: fitted[0], b: fitted[1], c: fitted[2] };
    free = free.filter((place) => place !== negative);
  }
}

/** ln odds of an item. */
export function betaLogit({ a, b, c }: BetaMap, likely: number, unlikely: number): number {
  return a * likely - b * unlikely + c;
}

/** @param free places of the parameters that are fitted; the others are 0 */
function fitFree(claims: BinaryClaims, priorPrecision: number, free: readonly number[]): readonly number[] {
  let current = identity.map((value, place) => (free.includes(place) ? value : 0));
  let loss = lossAt(claims, priorPrecision, current, free);
  for (let step = 0; step < mostSteps; step += 1) {
    const direction = newtonStep(claims, priorPrecision, current, free);
    if (!direction) return current;
    let length = 1;
    let next = current;
    let nextLoss = loss;
    for (let halving = 0; halving < mostHalvings; halving += 1, length /= 2) {
      next = moved(current, direction, free, length);
      nextLoss = lossAt(claims, priorPrecision, next, free);
      if (nextLoss <= loss) break;
    }
    const gain = loss - nextLoss;
    if (!(gain >= 0)) return current;
    current = next;
    loss = nextLoss;
    if (gain <= precisionOfFit * Math.abs(loss)) return current;
  }
  return current;
}

function moved(from: readonly number[], step: Float64Array, free: readonly number[], length: number) {
  const next = [...from];
  free.forEach((place, index) => {
    next[place] += length * step[index];
  });
  return next;
}

/** Negative log-likelihood with the prior, in nats. */
function lossAt(
  { likely, unlikely, came }: BinaryClaims,
  priorPrecision: number,
  [a, b, c]: readonly number[],
  free: readonly number[],
): number {
  let loss = 0;
  for (let item = 0; item < came.length; item += 1) {
    const logit = betaLogit({ a, b, c }, likely[item], unlikely[item]);
    loss += softplus(came[item] ? -logit : logit);
  }
  const values = [a, b, c];
  const distance = free.reduce((sum, place) => sum + (values[place] - identity[place]) ** 2, 0);
  return loss + 0.5 * priorPrecision * distance;
}

/** Undefined where the loss has no curvature left. */
function newtonStep(
  { likely, unlikely, came }: BinaryClaims,
  priorPrecision: number,
  current: readonly number[],
  free: readonly number[],
): Float64Array | undefined {
  const size = free.length;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  free.forEach((place, row) => {
    gradient[row] = priorPrecision * (current[place] - identity[place]);
    curvature[row * size + row] = priorPrecision;
  });
  const [a, b, c] = current;
  for (let item = 0; item < came.length; item += 1) {
    const features = [likely[item], -unlikely[item], 1];
    const said = logistic(betaLogit({ a, b, c }, likely[item], unlikely[item]));
    free.forEach((place, row) => {
      gradient[row] += (said - (came[item] ? 1 : 0)) * features[place];
      free.forEach((other, column) => {
        curvature[row * size + column] += said * (1 - said) * features[place] * features[other];
      });
    });
  }
  const factor = choleskyFactor(curvature, size);
  if (!factor) return undefined;
  const half = solveLower(factor, gradient);
  const inverse = inverseOfLower(factor, size);
  return gradient.map((_, column) =>
    half.reduce((sum, value, row) => sum - inverse[row * size + column] * value, 0),
  );
}

export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
