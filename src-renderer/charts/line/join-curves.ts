import type { Curve } from '../../../src-shared/data/series';

/**
 * A curve with the points that came after it. Of those beyond the end of the shown part only the first is its
 * neighbour: a curve that reaches there gets no other.
 * @param end of the shown part of x
 */
export function joinCurves(curve: Curve, news: Curve, end: number): Curve {
  const isThere = (curve.x[curve.x.length - 1] ?? Number.NEGATIVE_INFINITY) > end;
  const added = isThere ? { x: [], y: [], smoothed: [] } : news;
  const x = [...curve.x, ...added.x];
  return {
    runId: curve.runId,
    x,
    y: [...curve.y, ...added.y],
    smoothed: [...curve.smoothed, ...added.smoothed],
    total: curve.total + news.total,
    shown: curve.shown + news.shown,
    nonPositive: curve.nonPositive + news.nonPositive,
    notFinite: curve.notFinite + news.notFinite,
    lastId: news.lastId,
    rewinds: news.rewinds,
  };
}
