import type { Api } from '../../src-shared/protocol/api';
import type { Core } from '../api/core';
import type { CommandSurroundings } from './command';

/** What of the core shows a task and ends it. */
export interface FollowedCore extends Pick<Core, 'subscribe'> {
  readonly api: Pick<Api, 'cancelTask'>;
}

/** Waits for work that the core does as a task: shows how far it is, and ends it at Ctrl-C, also at one that comes before the work begins. */
export async function followTask<Result>(
  core: FollowedCore,
  title: string,
  { terminal, onInterrupt }: CommandSurroundings,
  work: () => Promise<Result>,
): Promise<Result> {
  let taskId: string | undefined;
  let isInterrupted = false;
  const cancel = () => {
    // It may have ended in this very moment.
    if (taskId !== undefined) core.api.cancelTask(taskId).catch(() => undefined);
  };
  const unsubscribe = core.subscribe((event) => {
    if (event.type !== 'task' || event.task.title !== title) return;
    const { id, items, doneMB, state } = event.task;
    taskId = state === 'going' ? id : undefined;
    // Not within the event: what tells of a task that begins has yet to keep it.
    if (isInterrupted) setImmediate(cancel);
    if (items) terminal.status(`${title}: ${items.done} of ${items.total}`);
    else if (doneMB > 0) terminal.status(`${title}: ${doneMB.toFixed(1)} MB`);
  });
  const endInterrupts = onInterrupt(() => {
    isInterrupted = true;
    cancel();
  });
  try {
    return await work();
  } finally {
    endInterrupts();
    unsubscribe();
  }
}
