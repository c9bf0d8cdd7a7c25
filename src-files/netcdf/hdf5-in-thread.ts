import { Worker } from 'node:worker_threads';
import { builtThread } from '../built-thread';
import { openNetcdf4 } from './hdf5-file';
import type { Hdf5Outcome, Hdf5Task } from './hdf5-thread';
import { noNumbers, type StoredFile } from './stored-file';

/** Long enough for a file of a gigabyte on a busy machine; in a damaged file the library may search for ever. */
const patienceSeconds = 60;
/** Of names and attributes; values lie outside. */
const heapMB = 512;

/**
 * Reads variables of an HDF5 file in a thread of its own, where the built thread is there.
 * @throws Error with the library's words at a damaged file, or that reading it came to no end
 */
export async function openHdf5(
  bytes: Uint8Array,
  names: readonly string[],
  threadFile = builtThread('hdf5-thread'),
  seconds = patienceSeconds,
): Promise<StoredFile> {
  if (threadFile === undefined) return openNetcdf4(bytes);
  const task: Hdf5Task = { bytes, names };
  const thread = new Worker(threadFile, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMB },
  });
  try {
    const outcome = await outcomeOf(thread, seconds);
    if (!outcome.ok) throw new Error(outcome.message);
    return {
      names: outcome.names,
      read: (name) => outcome.variables.get(name) ?? noNumbers,
      close: () => {},
    };
  } finally {
    await thread.terminate();
  }
}

function outcomeOf(thread: Worker, seconds: number): Promise<Hdf5Outcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`reading it came to no end within ${seconds} seconds`)),
      seconds * 1000,
    );
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('its reader ended before it was done'));
    });
  });
}
