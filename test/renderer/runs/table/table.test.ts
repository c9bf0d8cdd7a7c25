import { expect, it, vi } from 'vitest';
import { Link } from '../../../../src-renderer/link/link.svelte';
import { RunList } from '../../../../src-renderer/runs/list.svelte';
import { RunTable } from '../../../../src-renderer/runs/table/table.svelte';
import { Announcer } from '../../../../src-renderer/ui/announcer.svelte';
import { FakeCore } from '../../fake-core';
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
  return { core, runId, table, asked, end };
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

it('columns are read anew once a run is over: it can have measured something else', async () => {
  const { core, runId, asked, end } = await readTable();
  core.advance(runId, 630);
  await vi.waitFor(() => expect(asked).toContain('runColumns'), patience);
  end();
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
