import type { ChartPoint } from './drawing';

/** Mean of several curves at one place, with the spread between them. */
export interface BandPoint {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const gridPoints = 300;

/**
 * Mean and mean ± one standard deviation (n - 1) of some curves, at places spread evenly over what they all cover;
 * between its points a curve counts as a straight line. With one curve, low and high are its own value.
 */
export function bandOf(members: readonly (readonly ChartPoint[])[]): readonly BandPoint[] {
  const curves = members
    .map((points) => points.filter(({ y }) => Number.isFinite(y)))
    .filter(({ length }) => length > 0);
  const from = Math.max(...curves.map((curve) => curve[0]?.x ?? 0));
  const to = Math.min(...curves.map((curve) => curve[curve.length - 1]?.x ?? 0));
  if (curves.length === 0 || from > to) return [];
  const count = from === to ? 1 : gridPoints;
  return Array.from({ length: count }, (_, index) => {
    const x = from + ((to - from) * index) / Math.max(1, count - 1);
    return { x, ...spreadOf(curves.map((curve) => valueAt(curve, x))) };
  });
}

function spreadOf(values: readonly number[]): Omit<BandPoint, 'x'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const std = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  return { mean, low: mean - std, high: mean + std };
}

function valueAt(curve: readonly ChartPoint[], x: number): number {
  let low = 0;
  let high = curve.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const after = curve[low];
  const before = curve[Math.max(0, low - 1)];
  if (!after || !before) return Number.NaN;
  const share = after.x === before.x ? 1 : (x - before.x) / (after.x - before.x);
  return before.y + share * (after.y - before.y);
}
