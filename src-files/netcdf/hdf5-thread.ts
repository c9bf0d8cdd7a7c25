import { parentPort, workerData } from 'node:worker_threads';
import { openNetcdf4 } from './netcdf-4';
import type { StoredVariable } from './netcdf-file';
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
      /** Those asked for that hold numbers. */
      readonly variables: ReadonlyMap<string, StoredVariable>;
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
  const variables = new Map<string, StoredVariable>();
  for (const name of names.filter((each) => file.names.includes(each))) {
    const variable = file.read(name);
    if (variable) variables.set(name, variable);
  }
  return { ok: true, names: file.names, variables };
}

function answer(outcome: Hdf5Outcome): void {
  parentPort?.postMessage(outcome);
}
