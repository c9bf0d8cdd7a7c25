import { parentPort, workerData } from 'node:worker_threads';
import { openNetcdf4 } from '../../src-files/netcdf/hdf5-file';
import { readGridVariables } from '../../src-files/netcdf/read-grid-variables';
import { hdf5MemoryLimit, limitWasmMemory } from '../../src-files/netcdf/wasm-memory';
import { BadInputError } from '../../src-shared/errors';
import { damaged, randomFrom } from './random';

/** A thread that reads one damaged NetCDF-4 file after another, and says before each which one it is. */

export interface DamagedNetcdf4Task {
  readonly bytes: Uint8Array;
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  /** [the file in hand, how many were refused] */
  readonly progress: Int32Array;
}

const { bytes, seed, first, end, progress }: DamagedNetcdf4Task = workerData;
limitWasmMemory(hdf5MemoryLimit(2 * bytes.length));

async function readAll(): Promise<void> {
  for (let file = first; file < end; file += 1) {
    Atomics.store(progress, 0, file);
    try {
      await readGridVariables(damaged(randomFrom(seed + file), bytes), 'a.nc', ['wind'], openNetcdf4);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      Atomics.add(progress, 1, 1);
    }
  }
}

readAll().then(
  () => parentPort?.postMessage('done'),
  (error: unknown) => parentPort?.postMessage(String(error)),
);
