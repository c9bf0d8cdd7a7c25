import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sliceLength } from '../../src-main/store/curves/point-sealer';
import { reducedIndices } from '../../src-main/store/curves/reduce-curve';
import { openStore, type Store } from '../../src-main/store/store';
import { type Curve, seriesOptionsSchema } from '../../src-shared/data/series';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { MetricPoint } from '../../src-shared/metrics';
import { temporaryFolder } from '../temporary-folder';
import { generateCurve } from './generate-store';

const began = 1_700_000_000_000;

function newStore(home = temporaryFolder()): Store {
  const store = openStore(home);
  onTestFinished(() => store.close());
  return store;
}

function addRun(store: Store, id: string, points: readonly MetricPoint[], ended?: number): void {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  store.writer.create({ id, experiment, engine: '', codeVersion: '1', owner: '1@x', created: began - 5000 });
  addPoints(store, id, points);
  store.writer.change(id, { started: began, ...(ended === undefined ? {} : { ended }) });
}

function addPoints(store: Store, runId: string, points: readonly MetricPoint[]): void {
  store.writer.store([{ runId, change: {}, points, finalMetrics: {}, logs: [] }]);
}

async function curve(store: Store, options: object = {}, metric = 'm'): Promise<Curve> {
  const [first] = await store.curves.curves(['run'], metric, seriesOptionsSchema.parse(options));
  if (!first) throw new Error('No curve came.');
  return first;
}

const points = (...values: readonly number[]): MetricPoint[] =>
  values.map((value, index) => ({
    name: 'm',
    step: index + 1,
    epoch: (index + 1) / 2,
    time: began + index * 1000,
    value,
  }));

describe('a short curve', () => {
  test('comes whole, on the axis asked for', async () => {
    const store = newStore();
    addRun(store, 'run', points(3, 2, 1));
    expect(await curve(store)).toMatchObject({
      x: [1, 2, 3],
      y: [3, 2, 1],
      total: 3,
      shown: 3,
      smoothed: [],
    });
    expect((await curve(store, { axis: 'epoch' })).x).toEqual([0.5, 1, 1.5]);
    // In seconds since training began.
    expect((await curve(store, { axis: 'time' })).x).toEqual([0, 1, 2]);
    expect((await curve(store, { axis: 'time', from: 0.5, to: 1.5 })).y).toEqual([2]);
  });

  test('stands on the time axis where the run was going: the time between its pieces is left out', async () => {
    const store = newStore();
    addRun(store, 'run', points(4, 3, 2, 1), began + 3000);
    store.writer.change('run', { gaps: [{ from: began + 1200, to: began + 1900 }] });
    expect((await curve(store, { axis: 'time' })).x).toEqual([0, 1, 1.3, 2.3]);
    expect((await curve(store, { axis: 'time', from: 1.2, to: 1.5 })).y).toEqual([2]);
    expect((await curve(store)).x).toEqual([1, 2, 3, 4]);
  });

  test('counts once what a logarithmic axis cannot show or nothing can, and keeps NaN and infinities in their place', async () => {
    const store = newStore();
    addRun(store, 'run', points(1, 0, -1, Number.NaN, Infinity, -Infinity, 2));
    const { y, nonPositive, notFinite } = await curve(store);
    expect(y).toEqual([1, 0, -1, Number.NaN, Infinity, -Infinity, 2]);
    expect([nonPositive, notFinite]).toEqual([2, 3]);
  });

  test('is smoothed by the unbiased exponential mean of all points, those not finite passed over', async () => {
    const store = newStore();
    addRun(store, 'run', points(1, Number.NaN, 3));
    // 1; 1; (0.5 * 0.5 * 1 + 0.5 * 3) / (1 - 0.25) = 7/3.
    expect((await curve(store, { smoothing: 0.5 })).smoothed).toEqual([1, 1, expect.closeTo(7 / 3, 12)]);
    const own = newStore();
    addRun(own, 'run', points(0, 4));
    // (0.5 * 4 + 0.25 * 0) / 0.75 after 0, 4.
    expect((await curve(own, { smoothing: 0.5 })).smoothed).toEqual([0, expect.closeTo(2 / 0.75, 12)]);
    expect((await curve(store, { smoothing: 0.5, from: 3 })).smoothed).toEqual([expect.closeTo(7 / 3, 12)]);
  });

  test('of a run without the metric, or that is gone, is empty', async () => {
    const store = newStore();
    addRun(store, 'run', points(1));
    expect(await curve(store, {}, 'other')).toMatchObject({ x: [], total: 0, shown: 0 });
    store.annotations.remove(['run'], 1);
    expect(await curve(store)).toMatchObject({ x: [], total: 0 });
  });
});

describe('a long curve', () => {
  const length = 3 * sliceLength + 100;
  const spike = 5 * 1024 + 17;

  test.each([undefined, began + 1])(
    'shows a spike of one step at full zoom-out (ended %s)',
    async (ended) => {
      const store = newStore();
      addRun(store, 'run', generateCurve('m', length, spike, 1), ended);
      const { x, y, total, shown } = await curve(store, { points: 100 });
      expect(total).toBe(length);
      expect(shown).toBeLessThanOrEqual(100);
      expect(x[y.indexOf(1000)]).toBe(spike + 1);
      expect(x).toEqual([...x].sort((a, b) => a - b));
    },
  );

  test('is the same packed and unpacked, however it is asked for', async () => {
    const data = generateCurve('m', length, spike, 2);
    const [sealed, open] = [newStore(), newStore()];
    addRun(sealed, 'run', data, began + 1);
    // Fewer points than a slice at a time, each read before the next: nothing is packed until the third.
    addRun(open, 'run', data.slice(0, 8000));
    await curve(open);
    addPoints(open, 'run', data.slice(8000));
    for (const options of [
      { points: 20_000, from: 2000, to: 21_000 },
      { points: 1000, from: 100, to: 150 },
      { points: 1000, axis: 'epoch', from: 33.3 },
      { points: 2000, smoothing: 0.99 },
    ]) {
      const { lastId: _, ...packed } = await curve(sealed, options);
      expect(await curve(open, options)).toMatchObject(packed);
    }
  });

  test('drawn from packed extremes spans what the points span, smoothed as they are', async () => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 8);
    addRun(store, 'run', data, began + 1);
    const drawn = await curve(store, { points: 50, smoothing: 0.9 });
    const values = data.map(({ value }) => value);
    expect(Math.min(...drawn.y)).toBe(Math.min(...values));
    const whole = await curve(store, { points: 20_000, smoothing: 0.9, from: 1, to: 19_000 });
    const meanAt = new Map(whole.x.map((step, index) => [step, whole.smoothed[index]]));
    drawn.x.forEach((step, index) => {
      if (step <= 19_000) expect(drawn.smoothed[index]).toBe(meanAt.get(step));
    });
  });

  test.each([
    ['packed', began + 1],
    ['partly packed', undefined],
  ])('begins with its first point and ends with its last, smoothed or not (%s)', async (_, ended) => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 5);
    addRun(store, 'run', data, ended);
    for (const smoothing of [0, 0.9]) {
      const { x, y, smoothed, shown } = await curve(store, { points: 50, smoothing });
      expect([x[0], x.at(-1)]).toEqual([1, length]);
      expect([y[0], y.at(-1)]).toEqual([data[0]?.value, data.at(-1)?.value]);
      expect(shown).toBeLessThanOrEqual(50);
      expect(smoothed.length).toBe(smoothing === 0 ? 0 : shown);
    }
  });

  test('is the mean of what was measured where means are asked for, each point weighted by the steps it stands for', async () => {
    const store = newStore();
    // Steps 1, 4, 5 and 10: (1 * 10 + 3 * 30) / 4 = 25 up to step 4, (1 * 7 + 5 * 1) / 6 = 2 up to step 10.
    const data = [
      [1, 10],
      [4, 30],
      [5, 7],
      [10, 1],
      [11, Number.NaN],
      [14, 4],
      [16, 1],
      [17, 4],
    ].map(([step = 0, value = 0]) => ({ name: 'm', step, epoch: step, time: began + step, value }));
    addRun(store, 'run', data);
    // The last: (3 * 4) / 3 and (2 * 1 + 1 * 4) / 3, what is not finite left out.
    const { x, y, total } = await curve(store, { points: 4, keep: 'means' });
    expect([x, y, total]).toEqual([[4, 10, 14, 17], [25, 2, 4, 2], 8]);
  });

  test('has the same mean of all its points however few means are asked for, also packed', async () => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 6);
    addRun(store, 'run', data, began + 1);
    const { x, y } = await curve(store, { points: 48, keep: 'means' });
    expect([x.length, x.at(-1)]).toEqual([48, length]);
    const together =
      y.reduce((sum, value, index) => sum + value * (x[index] - (x[index - 1] ?? 0)), 0) / length;
    const mean = data.reduce((sum, { value }) => sum + value, 0) / length;
    expect(together).toBeCloseTo(mean, 9);
  });

  test('zoomed in holds every point', async () => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 3);
    addRun(store, 'run', data, began + 1);
    const { y, total, shown } = await curve(store, { from: 6001, to: 6400, points: 1000 });
    expect([total, shown]).toEqual([400, 400]);
    expect(y).toEqual(data.slice(6000, 6400).map(({ value }) => value));
  });

  test.each([
    ['packed', began + 1],
    ['partly packed', undefined],
  ])('comes with the nearest points outside a part of it where they are asked for (%s)', async (_, ended) => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 9);
    addRun(store, 'run', data, ended);
    const valueAt = (step: number) => data[step - 1]?.value;
    // Between points, over the border of two packed blocks, and where there is nothing beyond one of the ends.
    for (const { from, to, steps } of [
      { from: 6000.5, to: 6001.5, steps: [6000, 6001, 6002] },
      { from: 6000.2, to: 6000.8, steps: [6000, 6001] },
      { from: 1024.2, to: 1024.8, steps: [1024, 1025] },
      {
        from: 1025,
        to: 2048,
        steps: [1024, ...Array.from({ length: 1024 }, (_, step) => 1025 + step), 2049],
      },
      { from: 0, to: 1, steps: [1, 2] },
      { from: length, to: length + 9, steps: [length - 1, length] },
    ]) {
      const { x, y, total, shown } = await curve(store, { from, to, neighbours: true, points: 2000 });
      expect(x).toEqual(steps);
      expect(y).toEqual(steps.map(valueAt));
      const within = steps.filter((step) => step >= from && step <= to).length;
      expect([total, shown]).toEqual([within, within]);
    }
    const whole = await curve(store, { points: 20_000, smoothing: 0.9, to: 19_000 });
    const { x, smoothed } = await curve(store, { from: 6001, to: 6001, neighbours: true, smoothing: 0.9 });
    expect(smoothed).toEqual(x.map((step) => whole.smoothed[step - 1]));
  });

  test.each([
    ['packed', began + 1],
    ['not packed', undefined],
  ])('goes on with means that weigh the first new point by its own steps (%s)', async (_, ended) => {
    const store = newStore();
    // One point every 10 steps; of the new ones the first is 5 and all others are 1.
    const at = (index: number, value: number) => {
      const step = 10 * (index + 1);
      return { name: 'm', step, epoch: step, time: began + step, value };
    };
    addRun(
      store,
      'run',
      Array.from({ length: 2000 }, (_, index) => at(index, 9)),
      ended,
    );
    const { lastId } = await curve(store);
    addPoints(
      store,
      'run',
      Array.from({ length: 8 }, (_, index) => at(2000 + index, index === 0 ? 5 : 1)),
    );
    // (10 * 5 + 10 * 1) / 20.
    expect((await curve(store, { points: 4, keep: 'means', after: lastId })).y).toEqual([3, 1, 1, 1]);
    expect((await curve(store, { points: 4, keep: 'means', from: 20_010 })).y).toEqual([3, 1, 1, 1]);
  });

  test('goes on with only what is new, without gap or repetition, also across packing', async () => {
    const store = newStore();
    const data = generateCurve('m', length, spike, 4);
    addRun(store, 'run', data.slice(0, 5000));
    const seen: number[] = [];
    let after = 0;
    for (const end of [5000, 5001, 9000, 9000, length]) {
      if (end > 5000) addPoints(store, 'run', data.slice(seen.length, end));
      const { x, lastId } = await curve(store, { after, points: 20_000 });
      seen.push(...x);
      after = lastId;
    }
    expect(seen).toEqual(data.map(({ step }) => step));
  });

  test('names what a run has measured, with how many points', async () => {
    const store = newStore();
    addRun(store, 'run', [...generateCurve('m', sliceLength, 1, 5), ...generateCurve('n', 3, 1, 5)]);
    const expected = [
      { name: 'm', points: sliceLength },
      { name: 'n', points: 3 },
    ];
    expect(store.curves.names('run')).toEqual(expected);
    await curve(store);
    expect(store.curves.names('run')).toEqual(expected);
  });

  test('is read row by row where the store cannot be written', async () => {
    const home = temporaryFolder();
    const store = newStore(home);
    addRun(store, 'run', generateCurve('m', length, spike, 6), began + 1);
    const reader = openStore(home, { busyTimeoutMs: 1 });
    const locking = new Sqlite(join(home, 'parasample.sqlite'));
    onTestFinished(() => {
      locking.close();
      reader.close();
    });
    locking.exec('BEGIN IMMEDIATE');
    expect(await curve(reader, { points: 100 })).toMatchObject({ total: length });
  });

  test('of which the points are gone leaves no packed ones behind', async () => {
    const store = newStore();
    addRun(store, 'run', generateCurve('m', length, spike, 7), began + 1);
    await store.curves.sealRun('run');
    store.annotations.remove(['run'], 0);
    expect(store.annotations.purgeOne(Date.now())).toBe('run');
    expect(store.curves.names('run')).toEqual([]);
  });
});

describe('reducing', () => {
  test('keeps the lowest and the highest of each bucket, in their order', () => {
    const x = [0, 1, 2, 3, 4, 5, 6, 7];
    const y = [5, 1, 9, 4, 2, 3, 8, 2];
    expect(reducedIndices(x, y, 4)).toEqual([1, 2, 4, 6]);
  });

  test('keeps a point that is not finite beside the extremes', () => {
    const y = [5, 1, Number.NaN, 4, 2, 3, 8, 2];
    expect(reducedIndices([0, 1, 2, 3, 4, 5, 6, 7], y, 6)).toEqual([0, 1, 2, 4, 6]);
  });

  test('does not stumble over points all at one place', () => {
    expect(reducedIndices([3, 3, 3, 3, 3], [1, 5, 2, 0, 1], 4)).toEqual([1, 3]);
  });
});
