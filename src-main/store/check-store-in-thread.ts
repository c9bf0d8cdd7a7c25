import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { checkStore } from './check-store';
import type { StoreCheckOutcome } from './check-store-thread';

/**
 * Checks a store in a thread of its own, where the built thread is there: a large one takes many seconds. Throws what
 * `checkStore` throws.
 */
export async function checkStoreInThread(
  file: string,
  threadFile = builtThread('check-store-thread'),
): Promise<readonly string[]> {
  if (threadFile === undefined) return checkStore(file);
  const outcome = await outcomeOf(new Worker(threadFile, { workerData: file }), file);
  if (outcome.ok) return outcome.problems;
  throw outcome.isBadInput ? new BadInputError(outcome.message) : new FailedError(outcome.message);
}

function outcomeOf(thread: Worker, file: string): Promise<StoreCheckOutcome> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () =>
      reject(new FailedError(`Reading ${file} ended before it was done; try again.`)),
    );
  });
}
