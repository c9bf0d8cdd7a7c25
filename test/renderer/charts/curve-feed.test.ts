import { describe, expect, it, vi } from 'vitest';
import { CurveFeed } from '../../../src-renderer/charts/curve-feed.svelte';
import { ChartView } from '../../../src-renderer/charts/view.svelte';
import { Link } from '../../../src-renderer/core/link.svelte';
import { FakeCore } from '../fake-core';
import { digitsInput } from '../fake-runs';
import { MemoryLine } from '../memory-line';

/** A busy machine reads later, not otherwise. */
const patience = { timeout: 20_000 };

/** A feed over one run, and what it asked the core for. */
async function feedOver(core: FakeCore) {
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
  const view = new ChartView('spec', 'step');
  return { runId, view, asked, feed: new CurveFeed(link, [runId], view) };
}

describe('the curves of a run that goes on', () => {
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
});
