/**
 * ln Gamma(x) for x > 0: the recurrence up to 10, from there Stirling's series to x^-7 (Abramowitz and Stegun,
 * 6.1.41), whose next term is below 1e-12 there.
 */
export function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const inverse = 1 / x;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260 - inverse ** 7 / 1680;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
