import type { NumbersLook } from '../../src-shared/data/data-look';

/** Bars of a histogram. */
const bars = 24;

/** @param sorted some numbers, all known */
export function numbersLook(sorted: Float64Array, unit?: string): NumbersLook {
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0);
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0);
  const histogram = new Array<number>(least === most ? 1 : bars).fill(0);
  for (const value of sorted) {
    const bar = Math.floor(((value - least) / (most - least || 1)) * bars);
    histogram[Math.min(histogram.length - 1, bar)] += 1;
  }
  return {
    kind: 'numbers',
    ...(unit ? { unit } : {}),
    least,
    most,
    mean,
    std: Math.sqrt(variance),
    histogram,
  };
}

/** @param sorted some numbers, all known */
export function differentNumbers(sorted: Float64Array): number {
  let different = 1;
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] !== sorted[at - 1]) different += 1;
  return different;
}
