import type { BandPoint } from './band';
import { type ChartPoint, isWithin } from './drawing';
import type { Range } from './view.svelte';

/** Lowest and highest of what lines and bands show within a range of x; undefined where that is nothing. */
export function extentOf(
  lines: readonly { readonly points: readonly ChartPoint[] }[],
  bands: readonly { readonly points: readonly BandPoint[] }[],
  range: Range | undefined,
): { readonly x: Range; readonly y: Range } | undefined {
  const x = { from: Infinity, to: -Infinity };
  const y = { from: Infinity, to: -Infinity };
  const take = (place: number, low: number, high: number) => {
    if (!isWithin(range, place)) return;
    if (!Number.isFinite(low) || !Number.isFinite(high)) return;
    if (place < x.from) x.from = place;
    if (place > x.to) x.to = place;
    if (low < y.from) y.from = low;
    if (high > y.to) y.to = high;
  };
  for (const { points } of lines) for (const point of points) take(point.x, point.y, point.y);
  for (const { points } of bands) for (const point of points) take(point.x, point.low, point.high);
  return x.from <= x.to ? { x, y } : undefined;
}
