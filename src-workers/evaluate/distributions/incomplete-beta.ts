import { logGamma } from '../../bayes/priors/log-gamma';

/** Keeps a fraction's parts away from 0. */
const tiny = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0, by its continued fraction (Abramowitz and Stegun, 26.5.8), evaluated
 * as Lentz has it, on the side where it converges quickly.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(logFront) / a) * fraction(x, a, b);
}

function fraction(x: number, a: number, b: number): number {
  let above = 1;
  let below = awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = 1 / below;
  below = 1 / below;
  for (let step = 1; step < 10_000; step += 1) {
    const ahead = a + 2 * step;
    const even = (step * (b - step) * x) / ((ahead - 1) * ahead);
    const odd = (-(a + step) * (a + b + step) * x) / (ahead * (ahead + 1));
    const before = value;
    for (const term of [even, odd]) {
      below = 1 / awayFromZero(1 + term * below);
      above = awayFromZero(1 + term / above);
      value *= below * above;
    }
    if (Math.abs(value / before - 1) < 1e-14) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
