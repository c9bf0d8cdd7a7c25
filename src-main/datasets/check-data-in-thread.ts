import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { checkData } from '../../src-files/data/check-data';
import { withFingerprint } from '../../src-files/fingerprinting';
import { firstMessage } from '../../src-files/first-message';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { type DataSettings, mayBeFolder } from '../../src-shared/experiment/data';
import type { CheckedData, CheckOutcome, CheckTask } from './check-data-thread';

/** Long enough for the largest data set here on a busy machine; a damaged HDF5 file may keep its library for ever. */
const patienceSeconds = 120;
/** A folder of a million photographs is decoded once, which takes hours. */
const picturesPatienceSeconds = 24 * 3600;

/**
 * Reads an experiment's data in a thread of its own, where the built thread is there.
 * @param areCounts what is predicted has to be counts
 * @throws BadInputError naming the file and what would be right, or that reading it comes to no end
 */
export async function checkDataInThread(
  data: DataSettings,
  location: string,
  threadFile = builtThread('check-data-thread'),
  seconds = mayBeFolder(data) ? picturesPatienceSeconds : patienceSeconds,
  areCounts = false,
): Promise<CheckedData> {
  const task: CheckTask = { data, location, areCounts };
  if (threadFile === undefined) return checkHere(task);
  const over = () =>
    new BadInputError(
      `Reading ${location} came to no end within ${seconds} seconds; the file is probably damaged.`,
    );
  const outcome = await firstMessage<CheckOutcome>(new Worker(threadFile, { workerData: task }), {
    patience: { seconds, over },
    ended: () => new FailedError(`Reading ${location} ended before it was done; please try again.`),
  });
  if (outcome.ok) return outcome;
  throw outcome.isBadInput ? new BadInputError(outcome.message) : new FailedError(outcome.message);
}

async function checkHere({ data, location, areCounts }: CheckTask): Promise<CheckedData> {
  const { value, fingerprint } = await withFingerprint(() => checkData(data, location, areCounts));
  return { itemShape: value, fingerprint };
}
