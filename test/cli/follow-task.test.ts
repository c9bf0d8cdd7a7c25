import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Listeners } from '../../src-main/api/listeners';
import { Tasks } from '../../src-main/api/tasks';
import { followTask } from '../../src-main/cli/follow-task';
import { Terminal } from '../../src-main/cli/terminal';
import { temporaryFolder } from '../temporary-folder';

/** Work that goes on until it is cancelled, followed on a command line, and Ctrl-C there. */
function following() {
  const listeners = new Listeners();
  const tasks = new Tasks((task) => listeners.tell({ type: 'task', task }));
  const interrupts = new Set<() => void>();
  const folder = temporaryFolder();
  const quiet = { write: () => {} };
  const surroundings = {
    folders: { home: folder, cache: folder },
    terminal: new Terminal(quiet, quiet),
    workerScript: '',
    pageFolder: folder,
    onInterrupt: (listener: () => void) => {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
  };
  const core = {
    subscribe: listeners.add.bind(listeners),
    api: {
      cancelTask: async (id: string) => {
        tasks.cancel(id);
        return null;
      },
    },
  };
  /** @param before what comes before the task begins, such as a look at a large file */
  const follow = (before: () => Promise<void>) =>
    followTask(core, 'Predicting', surroundings, async () => {
      await before();
      return tasks.wait(
        'key',
        'Predicting',
        ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('It was cancelled.')));
          }),
      );
    });
  const interrupt = () => {
    for (const listener of [...interrupts]) listener();
  };
  return { follow, interrupt, interrupts };
}

test('Ctrl-C cancels work that goes on', async () => {
  const { follow, interrupt } = following();
  const work = follow(async () => {});
  await nextTurn();
  interrupt();
  await expect(work).rejects.toThrow('Predicting was cancelled.');
});

test('Ctrl-C before the work begins is not forgotten, and cancels it once it does', async () => {
  const { follow, interrupt, interrupts } = following();
  const work = follow(async () => interrupt());
  await expect(work).rejects.toThrow('Predicting was cancelled.');
  expect(interrupts.size).toBe(0);
});
