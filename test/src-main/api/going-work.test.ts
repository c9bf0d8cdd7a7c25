import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src-main/api/core';
import { GoingWork } from '../../../src-main/api/going-work';
import { FailedError } from '../../../src-shared/errors';
import type { CoreEvent } from '../../../src-shared/protocol/core-event';

describe('what goes on', () => {
  it('is named: studies, own runs, long tasks', async () => {
    const { work, tell } = workOf({
      studies: async () => [{ name: 'Sweep', state: 'running' }],
      queue: async () => ({ entries: [{ name: 'Mine', own: true }, { name: 'Of another process' }] }),
    });
    tell('going');
    expect(await work.names()).toEqual(['Study Sweep', 'Mine', 'Fetching digits']);
    tell('done');
    expect(await work.names()).toEqual(['Study Sweep', 'Mine']);
  });

  it('is never nothing where it cannot be read, so that the window asks and can be closed', async () => {
    const { work, tell } = workOf({
      queue: async () => {
        throw new FailedError('The database cannot be used: it is damaged.');
      },
    });
    tell('going');
    expect(await work.names()).toEqual([
      'Unknown runs and studies: The database cannot be used: it is damaged.',
      'Fetching digits',
    ]);
  });
});

function workOf(api: object): {
  readonly work: GoingWork;
  readonly tell: (state: 'going' | 'done') => void;
} {
  const listeners: ((event: CoreEvent) => void)[] = [];
  const core = {
    api: { queue: async () => ({ entries: [] }), studies: async () => [], ...api },
    subscribe: (listener: (event: CoreEvent) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const work = new GoingWork(core as unknown as Pick<Core, 'api' | 'subscribe'>);
  const tell = (state: 'going' | 'done') => {
    const event = { type: 'task', task: { id: 'one', title: 'Fetching digits', state } };
    for (const listener of listeners) listener(event as unknown as CoreEvent);
  };
  return { work, tell };
}
