import { reduceIndices } from './reduce';
import { positionOf, type Series, type TrainingAxis } from './series';
import { smoothed } from './smooth';
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

/** What a chart draws of a series: smoothed over all of it, cut to the range, reduced to `mostPoints`. */
export function drawingOf(series: Series, origin: number, look: DrawingLook): Drawing {
  const values = smoothed(series.values, look.smoothing);
  const at = (index: number) => positionOf(series, index, look.axis, origin);
  const first = look.range ? firstAtOrAfter(at, values.length, look.range.from) : 0;
  const end = look.range ? firstAfter(at, values.length, look.range.to) : values.length;
  const isPlaceless = (index: number) =>
    (look.isLogX && at(index) <= 0) || (look.isLogY && (values[index] ?? 0) <= 0);
  const indices = range(first, end);
  const placed = look.isLogX || look.isLogY ? indices.filter((index) => !isPlaceless(index)) : indices;
  const kept = reduceIndices(
    placed.map((index) => values[index] ?? Number.NaN),
    mostPoints,
  );
  const points = kept.map((place) => {
    const index = placed[place] ?? 0;
    return { x: at(index), y: values[index] ?? Number.NaN };
  });
  return {
    points,
    within: indices.length,
    withoutPlace: indices.length - placed.length,
    notFinite: placed.filter((index) => !Number.isFinite(values[index])).length,
    last: series.values.at(-1),
  };
}

/** The drawn point nearest to a place on the horizontal axis; undefined where nothing is drawn. */
export function pointNear(points: readonly ChartPoint[], position: number): ChartPoint | undefined {
  const after = firstAtOrAfter((index) => points[index]?.x ?? 0, points.length, position);
  return [points[after - 1], points[after]]
    .filter((point) => point !== undefined)
    .sort((a, b) => Math.abs(a.x - position) - Math.abs(b.x - position))[0];
}

// One point beyond each end is kept, so that a line runs to the edge of the picture.
function firstAfter(at: (index: number) => number, count: number, position: number): number {
  let index = firstAtOrAfter(at, count, position);
  while (index < count && at(index) === position) index++;
  return Math.min(count, index + 1);
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

function range(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}
