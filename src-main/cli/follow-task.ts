import type { Core } from '../api/core';
import type { CommandSurroundings } from './command';

/** Waits for work that the core does as a task: shows how far it is, and ends it at Ctrl-C. */
export async function followTask<Result>(
  core: Core,
  title: string,
  { terminal, onInterrupt }: CommandSurroundings,
  work: () => Promise<Result>,
): Promise<Result> {
  let taskId: string | undefined;
  const unsubscribe = core.subscribe((event) => {
    if (event.type !== 'task' || event.task.title !== title) return;
    const { id, items, doneMB, state } = event.task;
    taskId = state === 'going' ? id : undefined;
    if (items) terminal.status(`${title}: ${items.done} of ${items.total}`);
    else if (doneMB > 0) terminal.status(`${title}: ${doneMB.toFixed(1)} MB`);
  });
  const endInterrupts = onInterrupt(() => {
    if (taskId === undefined) return;
    // It may have ended in this very moment.
    core.api.cancelTask(taskId).catch(() => undefined);
  });
  try {
    return await work();
  } finally {
    endInterrupts();
    unsubscribe();
  }
}
