import { parentPort, workerData } from 'node:worker_threads';
import { openNetcdf4 } from './hdf5-file';
import type { StoredVariable, Unread } from './stored-file';
import { hdf5MemoryLimit, limitWasmMemory } from './wasm-memory';

/** A thread that reads variables of one HDF5 file: what a damaged one makes its library do ends with the thread. */

export interface Hdf5Task {
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
}

export type Hdf5Outcome =
  | {
      readonly ok: true;
      readonly names: readonly string[];
      /** Those asked for that are there. */
      readonly variables: ReadonlyMap<string, StoredVariable | Unread>;
    }
  | { readonly ok: false; readonly message: string };

const { bytes, names }: Hdf5Task = workerData;
limitWasmMemory(hdf5MemoryLimit(bytes.length));
read().then(
  (outcome) => answer(outcome),
  (error: unknown) => answer({ ok: false, message: error instanceof Error ? error.message : String(error) }),
);

async function read(): Promise<Hdf5Outcome> {
  const file = await openNetcdf4(bytes);
  const variables = new Map<string, StoredVariable | Unread>();
  for (const name of names.filter((each) => file.names.includes(each))) {
    variables.set(name, await file.read(name));
  }
  return { ok: true, names: file.names, variables };
}

function answer(outcome: Hdf5Outcome): void {
  parentPort?.postMessage(outcome);
}
