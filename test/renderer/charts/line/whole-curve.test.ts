import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../src-main/store/store';
import { readWholeCurve } from '../../../../src-renderer/charts/line/whole-curve';
import { seriesOptionsSchema } from '../../../../src-shared/data/series';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import type { Api } from '../../../../src-shared/protocol/api';
import { generateCurve } from '../../../store/generate-store';
import { temporaryFolder } from '../../../temporary-folder';

/** A core that gives at most `most` points in one answer, as the real one does for long curves. */
function coreWith(x: readonly number[], most: number): Pick<Api, 'series'> {
  return {
    series: async ([runId = ''], _metric, given) => {
      const { from = 0, to = 0 } = seriesOptionsSchema.parse(given);
      const within = x.filter((place) => place >= from && place <= to);
      const kept = within.length > most ? [within[0] ?? 0, within[within.length - 1] ?? 0] : within;
      const counts = { total: within.length, shown: kept.length, nonPositive: 0, notFinite: 0 };
      return [
        { runId, x: kept, y: kept.map((place) => -place), smoothed: [], ...counts, lastId: 1, rewinds: 0 },
      ];
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

it('reads a million points of one run out of the store for a file, where a chart draws a few of them and the spike', async () => {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const created = 1_700_000_000_000;
  store.writer.create({ id: 'a', experiment, engine: '', codeVersion: '1', owner: '1@x', created });
  const points = generateCurve('train.loss', 1_000_000, 654_321, 8);
  store.writer.store([{ runId: 'a', change: {}, points, finalMetrics: {}, logs: [] }]);
  const api: Pick<Api, 'series'> = {
    series: (runIds, metric, options) =>
      store.curves.curves(runIds, metric, seriesOptionsSchema.parse(options)),
  };
  const [drawn] = await api.series(['a'], 'train.loss', { axis: 'step', points: 900 });
  expect([drawn?.total, drawn?.shown]).toEqual([1_000_000, expect.any(Number)]);
  expect(drawn?.shown).toBeLessThanOrEqual(900);
  expect(Math.max(...(drawn?.y ?? []))).toBe(1000);
  const whole = await readWholeCurve(api, choice);
  expect(whole.x.length).toBe(1_000_000);
  expect(whole.x.every((step, index) => step === index + 1)).toBe(true);
  expect(whole.y[654_321]).toBe(1000);
}, 180_000);
