import { expect, test, vi } from 'vitest';
import type { ServedCore } from '../../../src-main/api/connection';
import { Link } from '../../../src-renderer/link/link.svelte';
import { QueueWatch } from '../../../src-renderer/queue/queue.svelte';
import { BadInputError } from '../../../src-shared/errors';
import type { ApiResults, Outcome } from '../../../src-shared/protocol/api';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';
import { MemoryLine } from '../memory-line';

/** A core whose queue is empty, and which tells what a spec lets it tell. */
class QueueCore implements ServedCore {
  tell: (event: CoreEvent) => void = () => undefined;

  subscribe(listener: (event: CoreEvent) => void): () => void {
    this.tell = listener;
    return () => undefined;
  }

  async call(): Promise<Outcome<ApiResults['queue']>> {
    return { ok: true, value: { entries: [] } };
  }
}

async function watching() {
  const core = new QueueCore();
  const link = new Link(async () => new MemoryLine(core));
  void link.keepUp();
  await vi.waitFor(() => expect(link.state).toBe('connected'));
  const watch = new QueueWatch(link);
  const end = watch.follow();
  await vi.waitFor(() => expect(watch.queue).toBeDefined());
  return { core, watch, end };
}

const refused = async () => {
  throw new BadInputError('A local run trains on one device.');
};

test('why a change was refused stays to be read while the queue goes on changing', async () => {
  const { core, watch, end } = await watching();
  await watch.act('Giving the run other devices', refused);
  const before = watch.queue;
  core.tell({ type: 'queue' });
  await vi.waitFor(() => expect(watch.queue).not.toBe(before));
  expect(watch.trouble).toContain('A local run trains on one device.');
  end();
});

test('it is gone once another change is made', async () => {
  const { watch, end } = await watching();
  await watch.act('Giving the run other devices', refused);
  await watch.act('Moving the run', async () => undefined);
  expect(watch.trouble).toBe('');
  end();
});
