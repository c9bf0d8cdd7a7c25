import { expect, it, onTestFinished, vi } from 'vitest';
import type { z } from 'zod';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { RunList } from '../../../../src-renderer/runs/list.svelte';
import { RunTable } from '../../../../src-renderer/runs/table/table.svelte';
import { Announcer } from '../../../../src-renderer/ui/announcer.svelte';
import type { CoreEvent } from '../../../../src-shared/protocol/core-event';
import type { foundRunsSchema, runsPageSchema } from '../../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../../src-shared/runs/runs';
import { FakeCore } from '../../fake-core';
import { fakeFound, fakePage } from '../../fake-desk';
import { digitsInput } from '../../fake-runs';
import { MemoryLine } from '../../memory-line';

/** A busy machine reads later, not otherwise. */
const patience = { timeout: 20_000 };

/** A table that has read its rows and columns, and the names of what it asks the core from then on. */
async function readTable() {
  const core = new FakeCore();
  const asked: string[] = [];
  const call = core.call.bind(core);
  core.call = (name, args) => {
    asked.push(name);
    return call(name, args);
  };
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'), patience);
  const { runId } = await link.api.start(digitsInput);
  const table = new RunTable(link, new RunList(link, new Announcer()));
  const end = table.follow();
  await vi.waitFor(() => expect([table.loaded, table.columns.length > 0]).toEqual([true, true]), patience);
  asked.length = 0;
  return { core, link, runId, table, asked, end };
}

it('a table is sorted and filtered by reading rows alone: its columns take longer than they', async () => {
  const { table, asked, end } = await readTable();
  table.sortBy('name');
  await vi.waitFor(() => expect(asked).toContain('runsPage'), patience);
  table.change({ query: 'samples > 100' });
  await vi.waitFor(() => expect(table.matched).toBe(0), patience);
  expect(asked).not.toContain('runColumns');
  end();
});

it('what a person asks for is asked of the core at once, before the page draws what was clicked, and once', async () => {
  const { link, table, end } = await readTable();
  const page = vi.spyOn(link.api, 'runsPage');
  table.change({ groupBy: ['training.samples'] });
  expect(page).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(table.groupedBy).toEqual(['training.samples']), patience);
  table.change({ widths: { name: 400 } });
  expect(page).toHaveBeenCalledTimes(1);
  end();
});

it('columns are read anew once a run is over: it can have measured something else', async () => {
  const { core, runId, asked, end } = await readTable();
  core.advance(runId, 630);
  await vi.waitFor(() => expect(asked).toContain('runColumns'), patience);
  end();
});

it('a table that opens asks for its first rows once, though its lines come into sight before', async () => {
  const core = new FakeCore();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'), patience);
  await link.api.start(digitsInput);
  const page = vi.spyOn(link.api, 'runsPage');
  const table = new RunTable(link, new RunList(link, new Announcer()));
  // As the page's effects come, in this order.
  table.show(0, 20);
  onTestFinished(table.follow());
  table.show(0, 30);
  await vi.waitFor(() => expect([table.loaded, table.columns.length > 0]).toEqual([true, true]), patience);
  expect(page).toHaveBeenCalledTimes(1);
  table.change({ query: 'samples > 100' });
  await vi.waitFor(() => expect(table.matched).toBe(0), patience);
});

it('rows and columns are read anew once many runs have changed at once', async () => {
  const core = new FakeCore();
  const link = new Link(async () => new MemoryLine(core));
  const listeners: ((event: CoreEvent) => void)[] = [];
  vi.spyOn(link, 'onEvent').mockImplementation((listener) => {
    listeners.push(listener);
    return () => undefined;
  });
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'), patience);
  const page = vi.spyOn(link.api, 'runsPage');
  const columns = vi.spyOn(link.api, 'runColumns');
  const table = new RunTable(link, new RunList(link, new Announcer()));
  onTestFinished(table.follow());
  await vi.waitFor(() => expect([table.loaded, columns.mock.calls.length]).toEqual([true, 1]), patience);
  page.mockClear();
  columns.mockClear();
  listeners.at(-1)?.({ type: 'many', became: 'changed', runIds: ['a', 'b'] });
  await vi.waitFor(
    () => expect([page.mock.calls.length, columns.mock.calls.length]).toEqual([1, 1]),
    patience,
  );
});

it('a grouping shows once its groups are read, and not before as one group of all runs', async () => {
  const { table, end } = await readTable();
  table.change({ groupBy: ['training.samples'] });
  expect([table.groupedBy, table.item(0).kind]).toEqual([undefined, 'run']);
  await vi.waitFor(() => expect(table.groupedBy).toEqual(['training.samples']), patience);
  expect(table.item(0)).toMatchObject({ kind: 'group', group: { runs: 1 } });
  end();
});

it('a table that was left before it could read reads once it is followed again', async () => {
  const { table, end } = await readTable();
  // Left with a reading due, as a view is that begins anew.
  table.change({ query: 'samples > 100' });
  end();
  const endAgain = table.follow();
  await vi.waitFor(() => expect(table.matched).toBe(0), patience);
  table.change({ query: '' });
  await vi.waitFor(() => expect(table.matched).toBe(1), patience);
  endAgain();
});

/** The table of so many runs, r0000 on, all of one name, and what becomes of the pages that it asks for. */
async function tableOfMany(count: number) {
  const core = new FakeCore();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'), patience);
  const { runId } = await link.api.start(digitsInput);
  const one = await link.api.run(runId);
  const runs = Array.from({ length: count }, (_, at) => ({
    ...one,
    id: `r${String(at).padStart(4, '0')}`,
    created: at,
  }));
  const pages = {
    runs: runs as readonly RunSummary[],
    hold: undefined as Promise<void> | undefined,
    heldFrom: undefined as number | undefined,
    fails: 0,
  };
  Object.assign(link.api, {
    runsPage: async (request: z.input<typeof runsPageSchema>) => {
      if (pages.heldFrom === undefined || pages.heldFrom === request.from) await pages.hold;
      if (pages.fails-- > 0) throw new Error('The core is gone.');
      return fakePage(pages.runs, request);
    },
    foundRuns: async (request: z.input<typeof foundRunsSchema>) => fakeFound(pages.runs, request),
  });
  const table = new RunTable(link, new RunList(link, new Announcer()));
  const end = table.follow();
  onTestFinished(end);
  table.show(0, 20);
  await vi.waitFor(() => expect([table.loaded, table.columns.length > 0]).toEqual([true, true]), patience);
  return { table, pages, runs };
}

const idAt = (table: RunTable, line: number) => {
  const item = table.item(line);
  return item.kind === 'run' ? item.run.id : item.kind;
};

it('all that are found are those of now, of one moment, also while a page is on its way', async () => {
  const { table, pages, runs } = await tableOfMany(200);
  let letGo = () => {};
  pages.hold = new Promise((resolve) => (letGo = resolve));
  // The second block of rows is on its way, and one run has gone since.
  table.show(60, 80);
  pages.runs = runs.slice(0, 199);
  expect([...(await table.foundIds())].sort()).toEqual(pages.runs.map(({ id }) => id));
  letGo();
});

it('all that are found by another query are those alone, before its rows have come', async () => {
  const { table, pages } = await tableOfMany(200);
  pages.runs = pages.runs.map((run, at) => (at < 3 ? { ...run, status: 'failed' as const } : run));
  table.change({ query: 'status = failed' });
  expect([...(await table.foundIds())].sort()).toEqual(['r0000', 'r0001', 'r0002']);
});

it('rows of an order before are not taken for those of the next', async () => {
  const { table, pages } = await tableOfMany(200);
  expect(idAt(table, 0)).toBe('r0199');
  let letGo = () => {};
  pages.hold = new Promise((resolve) => (letGo = resolve));
  pages.heldFrom = 0;
  // The second block of the new order is answered before the first.
  table.change({ sort: { column: 'created', descending: false } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  table.show(60, 80);
  await vi.waitFor(() => expect(idAt(table, 60)).toBe('r0060'), patience);
  expect(idAt(table, 0)).toBe('unread');
  letGo();
  table.show(0, 20);
  await vi.waitFor(() => expect(idAt(table, 0)).toBe('r0000'), patience);
});

it('a range has all runs from one to the other as they are sorted, read or not, upwards as downwards', async () => {
  const { table } = await tableOfMany(200);
  const newestFirst = Array.from({ length: 141 }, (_, at) => `r${String(189 - at).padStart(4, '0')}`);
  expect(await table.runIdsBetween('r0189', 'r0049')).toEqual(newestFirst);
  expect(await table.runIdsBetween('r0049', 'r0189')).toEqual(newestFirst);
  table.change({ sort: { column: 'created', descending: false } });
  expect(await table.runIdsBetween('r0189', 'r0049')).toEqual([...newestFirst].reverse());
});

it('a range leaves out what folded groups hide, and is none where its beginning is no longer found', async () => {
  const { table, pages } = await tableOfMany(9);
  // Of 4, 8 and 16 samples in turn, so that groups have three runs each.
  const samples = [4, 8, 16] as const;
  pages.runs = pages.runs.map((run, at) => ({
    ...run,
    experiment: {
      ...run.experiment,
      training: { ...run.experiment.training, samples: samples[at % 3] ?? 4 },
    },
  }));
  table.change({ groupBy: ['training.samples'], sort: { column: 'created', descending: false } });
  await vi.waitFor(() => expect(table.item(0)).toMatchObject({ kind: 'group' }), patience);
  const middle = table.item(4);
  if (middle.kind !== 'group') throw new Error('The second group has no head.');
  table.fold(middle.group);
  expect(await table.runIdsBetween('r0003', 'r0005')).toEqual(['r0003', 'r0006', 'r0002', 'r0005']);
  pages.runs = pages.runs.filter(({ id }) => id !== 'r0003');
  expect(await table.runIdsBetween('r0003', 'r0005')).toEqual([]);
});

it('rows that could not be read are asked for again when something is in sight the next time', async () => {
  const { table, pages } = await tableOfMany(200);
  pages.fails = 1;
  table.show(60, 80);
  await vi.waitFor(() => expect(table.trouble).toContain('The core is gone.'), patience);
  table.show(61, 81);
  await vi.waitFor(() => expect(idAt(table, 61)).toBe('r0138'), patience);
  expect(table.trouble).toBe('');
});
