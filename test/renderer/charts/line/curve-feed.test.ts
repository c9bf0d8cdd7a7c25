import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../../../src-main/store/store';
import { CurveFeed } from '../../../../src-renderer/charts/line/curve-feed.svelte';
import { ChartView } from '../../../../src-renderer/charts/line/view.svelte';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { type SeriesAxis, seriesOptionsSchema } from '../../../../src-shared/data/series';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import { apiArguments } from '../../../../src-shared/protocol/api';
import { temporaryFolder } from '../../../temporary-folder';
import { FakeCore } from '../../fake-core';
import { digitsInput } from '../../fake-runs';
import { MemoryLine } from '../../memory-line';

/** A busy machine reads later, not otherwise. */
const patience = { timeout: 20_000 };

/** A feed over one run, and what it asked the core for. */
async function feedOver(core: FakeCore, axis: SeriesAxis = 'step') {
  const asked: unknown[] = [];
  const call = core.call.bind(core);
  core.call = (name, args) => {
    if (name === 'series' || name === 'runSeries') asked.push(args[2]);
    return call(name, args);
  };
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'), patience);
  const { runId } = await link.api.start(digitsInput);
  const view = new ChartView<SeriesAxis>('spec', axis);
  return { runId, view, asked, feed: new CurveFeed(link, [runId], view) };
}

/** Lets a core answer with the curves of a real store, in which its run measures and goes back. */
function withStore(core: FakeCore) {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const experiment = experimentSchema.parse(digitsInput);
  store.writer.create({ id: 'demo', experiment, engine: '', codeVersion: '1', owner: '1@x', created: 0 });
  const call = core.call.bind(core);
  core.call = async (name, args) => {
    const metrics = name === 'series' ? [String(args[1])] : (args[1] as readonly string[]);
    if (name !== 'series' && name !== 'runSeries') return call(name, args);
    apiArguments[name].parse(args);
    const curves = await store.curves.curvesOfRun('demo', metrics, seriesOptionsSchema.parse(args[2]));
    return { ok: true, value: curves.map((curve) => ({ ...curve, runId: [args[0]].flat()[0] })) };
  };
  return (from: number, to: number, rewind?: { readonly step: number }) => {
    const points = Array.from({ length: to - from + 1 }, (_, place) => {
      const step = from + place;
      return { name: 'train.loss', step, epoch: step, time: Date.now(), value: step };
    });
    const batch = { runId: 'demo', change: {}, points, finalMetrics: {}, logs: [] };
    store.writer.store([{ ...batch, ...(rewind ? { rewind } : {}) }]);
  };
}

describe('the curves of a run that goes on', () => {
  it('reach both ends of a part that is shown, and no further as the run goes on', async () => {
    const core = new FakeCore();
    const measure = withStore(core);
    const { runId, feed } = await feedOver(core);
    feed.view.range = { from: 10.5, to: 20.5 };
    measure(1, 15);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 900 });
    const steps = () => feed.curves('train.loss')[0]?.x;
    const upTo = (last: number) => Array.from({ length: last - 9 }, (_, place) => 10 + place);
    await vi.waitFor(() => expect(steps()).toEqual(upTo(15)), patience);
    for (const [from, to] of [
      [16, 20],
      [21, 30],
      [31, 40],
    ] as const) {
      measure(from, to);
      core.advance(runId, 1);
      await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.lastId).toBe(to), patience);
      expect(steps()).toEqual(upTo(Math.min(to, 21)));
    }
    expect(feed.curves('train.loss')[0]).toMatchObject({ total: 10, shown: 10 });
    end();
  });

  it('are asked for in several answers where a run has more than come with one', async () => {
    const core = new FakeCore();
    const measure = withStore(core);
    const { runId, feed, asked } = await feedOver(core);
    measure(1, 40);
    const end = feed.follow();
    // 29 devices of which seven metrics each are drawn.
    const metrics = ['train.loss', ...Array.from({ length: 202 }, (_, place) => `worker.${place}.stepMs`)];
    feed.ask({ metrics, points: 900 });
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(40), patience);
    asked.length = 0;
    measure(41, 50);
    core.advance(runId, 1);
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(50), patience);
    expect(feed.trouble).toBe('');
    expect(asked.length).toBe(2);
    expect(feed.curves('worker.201.stepMs')).toHaveLength(1);
    end();
  });

  it.each(['step', 'epoch', 'time'] as const)(
    'lose what was removed where the run goes back, over the %s',
    async (axis) => {
      const core = new FakeCore();
      const measure = withStore(core);
      const { runId, feed } = await feedOver(core, axis);
      measure(1, 40);
      const end = feed.follow();
      feed.ask({ metrics: ['train.loss'], points: 900 });
      await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(40), patience);
      measure(31, 50, { step: 30 });
      core.advance(runId, 1);
      await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.y.at(-1)).toBe(50), patience);
      expect(feed.curves('train.loss')[0]?.y).toEqual(Array.from({ length: 50 }, (_, place) => place + 1));
      end();
    },
  );

  it('grow by what is new: after the first reading only points after the last one are asked for', async () => {
    const core = new FakeCore();
    const { runId, feed, asked } = await feedOver(core);
    core.advance(runId, 40);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 900 });
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(40), patience);
    core.advance(runId, 40);
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(80), patience);
    expect(feed.curves('train.loss')[0]?.x).toEqual(Array.from({ length: 80 }, (_, step) => step));
    expect(asked.at(-1)).toMatchObject({ after: expect.any(Number) });
    expect((asked.at(-1) as { after: number }).after).toBeGreaterThan(0);
    expect(feed.extent).toEqual({ from: 0, to: 79 });
    end();
  });

  it('are read anew, reduced, once they have grown to several times what is drawn', async () => {
    const core = new FakeCore();
    const { runId, feed, asked } = await feedOver(core);
    core.advance(runId, 10);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 10 });
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(10), patience);
    core.advance(runId, 50);
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(60), patience);
    core.advance(runId, 50);
    await vi.waitFor(() => expect(feed.curves('train.loss')[0]?.total).toBe(110), patience);
    expect((asked.at(-1) as { after: number }).after).toBe(0);
    end();
  });

  it('are read no more once the view is left', async () => {
    const core = new FakeCore();
    const { runId, feed, asked } = await feedOver(core);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 900 });
    await vi.waitFor(() => expect(asked.length).toBe(1), patience);
    end();
    core.advance(runId, 40);
    expect(feed.curves('train.loss')[0]?.total).toBe(0);
  });

  it('have their names as soon as there are any, though the run ends and no news follows', async () => {
    const core = new FakeCore();
    const { runId, feed } = await feedOver(core);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 900 });
    await vi.waitFor(() => expect(feed.isLoaded).toBe(true), patience);
    expect(feed.names).toEqual([]);
    core.advance(runId, 40);
    await vi.waitFor(() => expect(feed.names).toContain('train.loss'), { timeout: 3000 });
    end();
  });

  it('have the names that come last, though no news follows them', async () => {
    const core = new FakeCore();
    const { runId, feed } = await feedOver(core);
    core.advance(runId, 1);
    const end = feed.follow();
    feed.ask({ metrics: ['train.loss'], points: 900 });
    await vi.waitFor(() => expect(feed.names).toContain('train.loss'), patience);
    expect(feed.has('validation.accuracy')).toBe(false);
    core.advance(runId, 629);
    await vi.waitFor(() => expect(feed.names).toContain('validation.accuracy'), patience);
    end();
  });
});
