import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { lookAtData } from '../../src-files/look/look-at-data';
import type { DataLook, LookProgress } from '../../src-shared/data/data-look';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { LookMessage, LookTask } from './look-at-data-thread';

interface Watch {
  readonly onProgress: LookProgress;
  /** Ends the look. */
  readonly signal: AbortSignal;
}

/**
 * Looks at data in a thread of its own, where the built thread is there: a million rows take seconds, a hundred thousand
 * pictures minutes.
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function lookAtDataInThread(
  task: LookTask,
  watch: Watch,
  threadFile = builtThread('look-at-data-thread'),
): Promise<DataLook> {
  if (threadFile === undefined)
    return lookAtData(task.path, { ...task, isDrawn: true, onProgress: watch.onProgress });
  const thread = new Worker(threadFile, { workerData: task });
  try {
    return await answerOf(thread, task, watch);
  } finally {
    await thread.terminate();
  }
}

function answerOf(thread: Worker, { path }: LookTask, { onProgress, signal }: Watch): Promise<DataLook> {
  return new Promise((resolve, reject) => {
    const over = () => reject(new FailedError(`Looking at ${path} was cancelled.`));
    if (signal.aborted) over();
    signal.addEventListener('abort', over, { once: true });
    thread.on('message', (message: LookMessage) => {
      if (message.kind === 'progress') onProgress(message.step, message.done, message.total);
      else if (message.kind === 'done') resolve(message.look);
      else reject(message.isBadInput ? new BadInputError(message.message) : new FailedError(message.message));
    });
    thread.once('error', reject);
    thread.once('exit', () =>
      reject(new FailedError(`Reading ${path} ended before it was done; please try again.`)),
    );
  });
}
