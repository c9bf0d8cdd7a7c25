import type { Curve } from '../../../src-shared/data/series';
import type { Line } from './chart';
import { type ChartPoint, type DrawingLook, isWithin, mostPoints } from './drawing';
import { reduceIndices } from './reduce';

type Legend = Pick<Line, 'key' | 'label' | 'look' | 'group'>;

/** A curve of the core as a line of a chart; what a logarithmic axis has no place for is left out and counted. */
export function curveLine(
  { x, y, smoothed, total, nonPositive, notFinite }: Curve,
  { key, label, look, group }: Legend,
  { isLogX, isLogY, range }: Pick<DrawingLook, 'isLogX' | 'isLogY' | 'range'>,
): Line {
  const drawn = smoothed.length > 0 ? smoothed : y;
  const placed = (values: readonly number[]) => placedPoints(x, values, { isLogX, isLogY });
  const points = placed(drawn);
  // Values that are at or below zero too, or no number, are counted as that; the neighbours of what is shown not at all.
  const isShown = (place: number) => isWithin(range, place);
  const isCounted = (value: number) => !Number.isFinite(value) || (isLogY && value <= 0);
  const isAtZero = (place: number, index: number) =>
    place <= 0 && isShown(place) && !isCounted(y[index] ?? 0);
  const atZero = isLogX ? x.filter(isAtZero).length : 0;
  const line = {
    ...{ key, label, look },
    points,
    within: total,
    withoutPlace: atZero + (isLogY ? nonPositive : 0),
    notFinite,
    last: y[x.findLastIndex(isShown)],
  };
  if (group === undefined) return drawn === y ? line : { ...line, rawPoints: placed(y) };
  return { ...line, group, points: fewer(points), bandPoints: points };
}

type Logs = Pick<DrawingLook, 'isLogX' | 'isLogY'>;

interface Placed extends Logs {
  readonly x: readonly number[];
  readonly points: readonly ChartPoint[];
}

const kept = new WeakMap<readonly number[], Placed>();

/** The points of a curve's values that axes have a place for: the same ones again while a chart is only zoomed or pulled. */
function placedPoints(
  x: readonly number[],
  values: readonly number[],
  { isLogX, isLogY }: Logs,
): readonly ChartPoint[] {
  const before = kept.get(values);
  if (before?.x === x && before.isLogX === isLogX && before.isLogY === isLogY) return before.points;
  const all = x.map((place, index) => ({ x: place, y: values[index] ?? Number.NaN }));
  const points = all.filter((point) => !(isLogX && point.x <= 0) && !(isLogY && point.y <= 0));
  kept.set(values, { x, isLogX, isLogY, points });
  return points;
}

/** As many as are drawn of one line: the lowest and highest of neighbours. */
function fewer(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const kept = reduceIndices(
    points.map(({ y }) => y),
    mostPoints,
  );
  return kept.flatMap((index) => points[index] ?? []);
}
