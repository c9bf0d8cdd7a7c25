import { Worker } from 'node:worker_threads';
import { builtThread } from '../built-thread';
import { firstMessage } from '../first-message';
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
  const outcome = await firstMessage<Hdf5Outcome>(thread, {
    patience: { seconds, over: () => new Error(`reading it came to no end within ${seconds} seconds`) },
    ended: () => new Error('its reader ended before it was done'),
  });
  if (!outcome.ok) throw new Error(outcome.message);
  return {
    names: outcome.names,
    read: (name) => outcome.variables.get(name) ?? noNumbers,
    close: () => {},
  };
}
