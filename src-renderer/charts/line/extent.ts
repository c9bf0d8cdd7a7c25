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
  return x.from <= x.to ? { x, y: upwardsFromZero(y) } : undefined;
}

/** Where all is 0 the axis would have it in its middle, and times or counts below it: 0 is its foot. */
function upwardsFromZero(y: Range): Range {
  return y.from === 0 && y.to === 0 ? { from: 0, to: 1 } : y;
}

/** Shares of the values that lie below and above what is usual. */
const [below, above] = [0.025, 0.975];
/** Of the usual height, above and below it. */
const margin = 0.1;

/** As `extentOf`, with the height of 95 % of the values and a margin, where the others reach beyond it. */
export function usualExtentOf(
  lines: Parameters<typeof extentOf>[0],
  bands: Parameters<typeof extentOf>[1],
  range: Range | undefined,
): ReturnType<typeof extentOf> {
  const extent = extentOf(lines, bands, range);
  const values = lines
    .flatMap(({ points }) => points.filter(({ x, y }) => isWithin(range, x) && Number.isFinite(y)))
    .map(({ y }) => y)
    .sort((a, b) => a - b);
  const [low, high] = [below, above].map((share) => values[Math.round(share * (values.length - 1))]);
  if (!extent || low === undefined || high === undefined) return extent;
  const room = margin * (high - low);
  return {
    ...extent,
    y: upwardsFromZero({
      from: Math.max(extent.y.from, low - room),
      to: Math.min(extent.y.to, high + room),
    }),
  };
}

/** How many points of lines lie above or below what is shown. */
export function pointsOutside(
  lines: Parameters<typeof extentOf>[0],
  range: Range | undefined,
  shown: Range,
): number {
  const isOutside = ({ x, y }: ChartPoint) =>
    isWithin(range, x) && Number.isFinite(y) && (y < shown.from || y > shown.to);
  return lines.reduce((sum, { points }) => sum + points.filter(isOutside).length, 0);
}
