import { describe, expect, it, vi } from 'vitest';
import { CurveFeed } from '../../../src-renderer/charts/line/curve-feed.svelte';
import { ChartView } from '../../../src-renderer/charts/line/view.svelte';
import { Link } from '../../../src-renderer/link/link.svelte';
import { RunDetail } from '../../../src-renderer/runs/detail.svelte';
import { RunList } from '../../../src-renderer/runs/list.svelte';
import { Announcer } from '../../../src-renderer/ui/announcer.svelte';
import { BadInputError } from '../../../src-shared/errors';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import { FakeCore } from '../fake-core';
import { digitsInput } from '../fake-runs';
import { MemoryLine } from '../memory-line';

async function connected(core: FakeCore): Promise<Link> {
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  return link;
}

describe('a run’s curves and log', () => {
  it('grow by what is new alone: every stored point arrives once, in order', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const { runId } = await link.api.start(digitsInput);
    const detail = new RunDetail(link, runId);
    const feed = new CurveFeed(link, [runId], new ChartView('spec', 'step'));
    const ends = [detail.followLog(), feed.follow()];
    feed.ask({ metrics: ['train.loss'], points: 900 });
    core.advance(runId, 40);
    core.advance(runId, 40);
    await vi.waitFor(() =>
      expect(feed.curves('train.loss')[0]?.x).toEqual(Array.from({ length: 80 }, (_, step) => step)),
    );
    await vi.waitFor(() => expect(feed.names).toContain('train.loss'));
    expect(feed.names).toContain('worker.1.exchangeMs');
    expect(detail.logs.map(({ text }) => text)).toEqual(['Starting one worker on each device.']);
    for (const end of ends) end();
  });

  it('are read no more after the view is left', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const { runId } = await link.api.start(digitsInput);
    const detail = new RunDetail(link, runId);
    const end = detail.followLog();
    await vi.waitFor(() => expect(detail.logs.length).toBe(1));
    end();
    const before = detail.logs;
    core.advance(runId, 40);
    await link.api.about();
    expect(detail.logs).toBe(before);
  });
});

describe('the list of runs', () => {
  it('follows runs as they start, end and go, and says so aloud', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const announcer = new Announcer();
    const list = new RunList(link, announcer);
    await list.load();
    expect(list.newestFirst).toEqual([]);
    const { runId } = await link.api.start(digitsInput);
    await vi.waitFor(() => expect(list.get(runId)?.status).toBe('running'));
    core.advance(runId, 630);
    await vi.waitFor(() => expect(announcer.text).toBe('Digits demo: finished, test accuracy 97.2\u00a0%'));
    await link.api.removeMany([runId]);
    await vi.waitFor(() => expect(list.newestFirst).toEqual([]));
  });

  it.each([true, false])(
    'says why a run was left to another process, and is that it has there (still there: %s)',
    async (isThere) => {
      const core = new FakeCore();
      const link = await connected(core);
      const announcer = new Announcer();
      const list = new RunList(link, announcer);
      await list.load();
      const { runId } = await link.api.start(digitsInput);
      await vi.waitFor(() => expect(list.get(runId)?.status).toBe('running'));
      const reason = `Run ${runId} was continued by another Parasample process.`;
      core.leave(runId, reason, isThere ? 'paused' : undefined);
      await vi.waitFor(() => expect(list.get(runId)?.status).toBe(isThere ? 'paused' : undefined));
      expect(list.isAbsent(runId)).toBe(!isThere);
      expect(list.total).toBe(isThere ? 1 : 0);
      expect(list.whyLeft(runId)).toBe(reason);
    },
  );

  it('changes a few times for news of hundreds of runs, and knows all of it; nobody hears of runs that it did not show', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const announcer = new Announcer();
    let tell: (event: CoreEvent) => void = () => undefined;
    const onEvent = link.onEvent.bind(link);
    link.onEvent = (listener) => {
      tell = listener;
      return onEvent(listener);
    };
    const list = new RunList(link, announcer);
    const run = await link.api.run((await link.api.start(digitsInput)).runId);
    await list.load();
    announcer.say('');
    const old = { ...run, status: 'finished', created: 1 } as const;
    const ids = Array.from({ length: 500 }, (_, at) => `old-${at}`);
    for (const id of ids) tell({ type: 'run', run: { ...old, id } });
    expect(ids.filter((id) => list.get(id)).length).toBeLessThan(100);
    await vi.waitFor(() => expect(list.newestFirst.length).toBe(501));
    expect([announcer.text, list.total]).toEqual(['', 1]);
  });

  it('reads again, of many runs that changed at once, those that it has, and has them again once they are brought back', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    let tell: (event: CoreEvent) => void = () => undefined;
    const onEvent = link.onEvent.bind(link);
    link.onEvent = (listener) => {
      tell = listener;
      return onEvent(listener);
    };
    const list = new RunList(link, new Announcer());
    const known = await link.api.run((await link.api.start(digitsInput)).runId);
    // Older than what a window reads when it opens.
    const old = { ...known, id: 'old', created: 1 };
    let stored = [old];
    Object.assign(link.api, {
      runsPage: async () => ({ rows: [known], total: stored.length + 1 }),
      run: vi.fn(async (runId: string) => {
        const run = stored.find(({ id }) => id === runId);
        if (run) return run;
        throw new BadInputError('This run was deleted.');
      }),
    });
    await list.load();
    await list.ask(['old']);
    const many = ['old', ...Array.from({ length: 5000 }, (_, at) => `other-${at}`)];
    vi.mocked(link.api.run).mockClear();
    stored = [{ ...old, annotations: { ...old.annotations, tags: ['paper'] } }];
    tell({ type: 'many', became: 'changed', runIds: many });
    await vi.waitFor(() => expect(list.get('old')?.annotations.tags).toEqual(['paper']));
    expect(vi.mocked(link.api.run).mock.calls).toEqual([['old']]);
    stored = [];
    tell({ type: 'many', became: 'removed', runIds: many });
    expect([list.get('old'), list.isAbsent('old'), list.isDeleted('old')]).toEqual([undefined, true, true]);
    stored = [old];
    tell({ type: 'many', became: 'changed', runIds: many });
    await vi.waitFor(() => expect(list.get('old')).toBe(old));
    expect([list.isAbsent('old'), list.isAbsent('other-1'), list.total]).toEqual([false, false, 2]);
    expect(list.newestFirst.length).toBe(2);
  });

  it('counts runs that are brought back, and knows that they are there again', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const list = new RunList(link, new Announcer());
    const [first] = [await link.api.start(digitsInput), await link.api.start(digitsInput)];
    await list.load();
    await link.api.removeMany([first.runId]);
    await vi.waitFor(() => expect([list.total, list.isAbsent(first.runId)]).toEqual([1, true]));
    await link.api.restoreRemoved([first.runId]);
    await vi.waitFor(() => expect([list.total, list.isAbsent(first.runId)]).toEqual([2, false]));
  });

  it('keeps what an event said while the list was read: the answer may be older', async () => {
    const core = new FakeCore();
    const link = await connected(core);
    const list = new RunList(link, new Announcer());
    const { runId } = await link.api.start(digitsInput);
    const stale = await link.api.runsPage({ count: 10 });
    expect(stale.rows[0]?.status).toBe('running');
    const { runsPage } = link.api;
    let answer: (page: typeof stale) => void = () => undefined;
    Object.assign(link.api, { runsPage: () => new Promise((resolve) => (answer = resolve)) });
    const reading = list.load();
    core.advance(runId, 630);
    await vi.waitFor(() => expect(list.get(runId)?.status).toBe('finished'));
    answer(stale);
    await reading;
    expect(list.get(runId)?.status).toBe('finished');
    Object.assign(link.api, { runsPage });
    await list.load();
    expect(list.get(runId)?.status).toBe('finished');
  });
});
