import { describe, expect, test } from 'vitest';
import { beginAndFollow } from '../../src-main/cli/begin-and-follow';
import { Terminal } from '../../src-main/cli/terminal';

/** Something that begins, and ends, when told, with what was done to it in `done`. */
function beginning() {
  const listeners = new Set<() => void>();
  const done: string[] = [];
  const notes: string[] = [];
  const to = { begin: (_id: string) => {}, end: (_result: string) => {} };
  const begun = new Promise<string>((resolve) => {
    to.begin = resolve;
  });
  const ended = new Promise<string>((resolve) => {
    to.end = resolve;
  });
  const followed = beginAndFollow(
    {
      name: 'the run',
      begin: () => begun,
      stop: async (id) => done.push(`stop ${id}`),
      endNow: async (id) => done.push(`end ${id}`),
      follow: () => ended,
    },
    {
      folders: { home: '', cache: '' },
      workerScript: '',
      pageFolder: '',
      terminal: new Terminal({ write: () => {} }, { write: (text) => notes.push(text) }),
      onInterrupt: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  );
  const interrupt = () => {
    for (const listener of listeners) listener();
  };
  return { followed, interrupt, listeners, to, done, notes };
}

describe('Ctrl-C', () => {
  test('before something has begun says so, and stops it once it has', async () => {
    const { followed, interrupt, listeners, to, done, notes } = beginning();
    interrupt();
    expect(notes.join('')).toMatch(
      /^Stopping: the run has not begun yet, and is stopped once .* Ctrl-C again/,
    );
    expect(done).toEqual([]);
    to.begin('demo-1');
    to.end('stopped');
    expect(await followed).toEqual({ result: 'stopped', interrupted: 'before it began' });
    expect(done).toEqual(['stop demo-1']);
    expect(listeners.size).toBe(0);
  });

  test('again before that waits for nothing, and says what there is', async () => {
    const { followed, interrupt } = beginning();
    interrupt();
    interrupt();
    await expect(followed).rejects.toThrow(
      'Ended before the run had begun: nothing of it is kept, and nothing was changed.',
    );
  });

  test('after it has begun stops it, and ends it at once the second time', async () => {
    const { followed, interrupt, to, done } = beginning();
    to.begin('demo-1');
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    interrupt();
    interrupt();
    to.end('stopped');
    expect(await followed).toEqual({ result: 'stopped', interrupted: 'after it began' });
    expect(done).toEqual(['stop demo-1', 'end demo-1']);
  });

  test('that never comes leaves all as it is', async () => {
    const { followed, to } = beginning();
    to.begin('demo-1');
    to.end('finished');
    expect(await followed).toEqual({ result: 'finished' });
  });
});
