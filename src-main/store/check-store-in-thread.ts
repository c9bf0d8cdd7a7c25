import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { firstMessage } from '../../src-files/first-message';
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
  const outcome = await firstMessage<StoreCheckOutcome>(new Worker(threadFile, { workerData: file }), {
    ended: () => new FailedError(`Reading ${file} ended before it was done; try again.`),
  });
  if (outcome.ok) return outcome.problems;
  throw outcome.isBadInput ? new BadInputError(outcome.message) : new FailedError(outcome.message);
}
