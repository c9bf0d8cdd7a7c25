import { expect, it, vi } from 'vitest';
import { Link } from '../../../src-renderer/link/link.svelte';
import { DatasetShelf } from '../../../src-renderer/new-run/shelf.svelte';
import { FakeCore } from '../fake-core';
import { MemoryLine } from '../memory-line';

it('knows a data set as not fetched, being fetched with its progress, and ready', async () => {
  const core = new FakeCore();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const shelf = new DatasetShelf(link);
  await shelf.load();
  expect(shelf.get('fashion-mnist')?.state).toBe('not-fetched');
  await shelf.fetch('fashion-mnist');
  expect(shelf.get('fashion-mnist')?.state).toBe('fetching');
  core.progressFetch(12);
  await vi.waitFor(() => expect(shelf.progress('fashion-mnist')?.doneMB).toBe(12));
  core.progressFetch(31);
  await vi.waitFor(() => expect(shelf.get('fashion-mnist')?.state).toBe('ready'));
});

it('tells why a data set cannot be fetched', async () => {
  const shelf = new DatasetShelf(new Link(() => new Promise(() => undefined)));
  await shelf.fetch('fashion-mnist');
  expect(shelf.trouble('fashion-mnist')).toBe(
    'The connection to Parasample is lost; it is being tried again.',
  );
});
