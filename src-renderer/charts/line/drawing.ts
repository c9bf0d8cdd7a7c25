import type { TrainingAxis } from './axis';
import type { Range } from './view.svelte';

export interface ChartPoint {
  readonly x: number;
  /** A gap where it is no finite number. */
  readonly y: number;
}

export interface DrawingLook {
  readonly axis: TrainingAxis;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly smoothing: number;
  readonly range: Range | undefined;
}

/** What a chart draws of one curve. */
export interface Drawing {
  readonly points: readonly ChartPoint[];
  /** Points within the shown range; `points` may stand for them. */
  readonly within: number;
  /** Points within it that a logarithmic axis has no place for: at or below zero. */
  readonly withoutPlace: number;
  /** Points within it that are not a number or infinite: nowhere to draw. */
  readonly notFinite: number;
  /** The newest value as it was measured, whatever is smoothed. */
  readonly last: number | undefined;
}

/** Most points drawn of one curve; beyond that, lowest and highest of neighbours stand for them. */
export const mostPoints = 900;

/** Whether a place of the horizontal axis is in its part that is shown. */
export function isWithin(range: Range | undefined, place: number): boolean {
  return !range || (place >= range.from && place <= range.to);
}

/** The drawn point nearest to a place on the horizontal axis; undefined where nothing is drawn. */
export function pointNear(points: readonly ChartPoint[], position: number): ChartPoint | undefined {
  const after = firstAtOrAfter((index) => points[index]?.x ?? 0, points.length, position);
  return [points[after - 1], points[after]]
    .filter((point) => point !== undefined)
    .sort((a, b) => Math.abs(a.x - position) - Math.abs(b.x - position))[0];
}

function firstAtOrAfter(at: (index: number) => number, count: number, position: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
