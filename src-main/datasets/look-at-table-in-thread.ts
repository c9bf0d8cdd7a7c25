import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { firstMessage } from '../../src-files/first-message';
import { lookAtTable } from '../../src-files/look/look-at-table';
import type { TableLook } from '../../src-shared/data/data-look';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import type { LookOutcome, LookTask } from './look-at-table-thread';

/**
 * Looks at a table in a thread of its own, where the built thread is there: a million rows take seconds.
 * @param target the column to predict, where it is known
 * @throws BadInputError naming the file (row and column)
 */
export async function lookAtTableInThread(
  file: string,
  target?: string,
  dialect?: Dialect,
  threadFile = builtThread('look-at-table-thread'),
): Promise<TableLook> {
  if (threadFile === undefined) return lookAtTable(file, target, dialect);
  const task: LookTask = { file, target, dialect };
  const outcome = await firstMessage<LookOutcome>(new Worker(threadFile, { workerData: task }), {
    ended: () => new FailedError(`Reading ${file} ended before it was done; please try again.`),
  });
  if (outcome.ok) return outcome.look;
  throw outcome.isBadInput ? new BadInputError(outcome.message) : new FailedError(outcome.message);
}
