import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the compiled module of native/ gives to JavaScript. Its operations become known by loading it. */
export interface OwnOperations {
  /**
   * Maps every worker's file of gradients, by rank; without files the memory is this process's alone.
   * @returns the memory's number, or -1 where the system would not map it
   */
  mapGradients(descriptors: readonly number[], rank: number, floats: number): number;
  unmapGradients(memory: number): void;
  /** Replaces this worker's share of its published gradient by the sum over all workers. */
  reduceShare(memory: number, half: number): void;
}

/** Where the set-up puts the compiled operations of native/: beside the binding. */
export function ownOperationsPath(binding: string): string {
  return join(dirname(binding), 'parasample_operations.node');
}

/**
 * Adds Parasample's own operations to the TensorFlow that `binding` has loaded. Undefined where they were not compiled
 * here, or for another processor: TensorFlow's own operations do it too.
 */
export function loadOwnOperations(binding: string): OwnOperations | undefined {
  const path = ownOperationsPath(binding);
  if (!existsSync(path)) return undefined;
  const loaded = { exports: {} as OwnOperations & { readonly available?: boolean } };
  try {
    process.dlopen(loaded, path);
  } catch {
    return undefined;
  }
  return loaded.exports.available ? loaded.exports : undefined;
}
