import type { Curve } from '../../src-shared/series';
import type { Line } from '../charts/chart';
import type { DrawingLook } from '../charts/drawing';

/** A curve of the core as a line of a chart; what a logarithmic axis has no place for is left out and counted. */
export function curveLine(
  { runId, x, y, smoothed, total, nonPositive }: Curve,
  label: string,
  look: number,
  { isLogX, isLogY }: Pick<DrawingLook, 'isLogX' | 'isLogY'>,
  group?: string,
): Line {
  const drawn = smoothed.length > 0 ? smoothed : y;
  const all = x.map((place, index) => ({ x: place, y: finiteOrGap(drawn[index]) }));
  const points = all.filter((point) => !(isLogX && point.x <= 0) && !(isLogY && point.y <= 0));
  const atZero = isLogX ? x.filter((place) => place <= 0).length : 0;
  return {
    key: runId,
    label,
    look,
    points,
    within: total,
    withoutPlace: atZero + (isLogY ? nonPositive : 0),
    last: y[y.length - 1],
    ...(group === undefined ? {} : { group }),
  };
}

function finiteOrGap(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}
