import { expect, it } from 'vitest';
import { readWholeCurve } from '../../../src-renderer/charts/whole-curve';
import type { Api } from '../../../src-shared/api';
import { seriesOptionsSchema } from '../../../src-shared/series';

/** A core that gives at most `most` points in one answer, as the real one does for long curves. */
function coreWith(x: readonly number[], most: number): Pick<Api, 'series'> {
  return {
    series: async ([runId = ''], _metric, given) => {
      const { from = 0, to = 0 } = seriesOptionsSchema.parse(given);
      const within = x.filter((place) => place >= from && place <= to);
      const kept = within.length > most ? [within[0] ?? 0, within[within.length - 1] ?? 0] : within;
      const counts = { total: within.length, shown: kept.length, nonPositive: 0, notFinite: 0 };
      return [{ runId, x: kept, y: kept.map((place) => -place), smoothed: [], ...counts, lastId: 1 }];
    },
  };
}

const choice = { runId: 'a', metric: 'train.loss', axis: 'step', smoothing: 0 } as const;

it('reads every point of a curve that no single answer holds, each once and in order', async () => {
  const steps = Array.from({ length: 1000 }, (_, step) => step);
  const { x, y } = await readWholeCurve(coreWith(steps, 30), choice);
  expect(x).toEqual(steps);
  expect(y).toEqual(steps.map((step) => -step));
});

it('reads points that lie close together in one place and far apart in another', async () => {
  const places = [...Array.from({ length: 100 }, (_, index) => index / 1000), 5000, 90_000];
  const { x } = await readWholeCurve(coreWith(places, 7), choice);
  expect(x).toEqual(places);
});

it('reads a curve without points as one', async () => {
  expect((await readWholeCurve(coreWith([], 10), choice)).x).toEqual([]);
});
