import type { Curve } from '../../../src-shared/series';

/** A curve with the points that came after it. */
export function joinCurves(curve: Curve, news: Curve): Curve {
  const x = [...curve.x, ...news.x];
  return {
    runId: curve.runId,
    x,
    y: [...curve.y, ...news.y],
    smoothed: [...curve.smoothed, ...news.smoothed],
    total: curve.total + news.total,
    shown: x.length,
    nonPositive: curve.nonPositive + news.nonPositive,
    notFinite: curve.notFinite + news.notFinite,
    lastId: news.lastId,
    rewinds: news.rewinds,
  };
}
