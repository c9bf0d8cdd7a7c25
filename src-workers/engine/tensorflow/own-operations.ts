import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the set-up puts the compiled operations of native/: beside the binding. */
export function ownOperationsPath(binding: string): string {
  return join(dirname(binding), 'parasample_operations.node');
}

/**
 * Adds Parasample's own operations to the TensorFlow that `binding` has loaded.
 * @returns false where they were not compiled here, or for another processor: TensorFlow's own operations do it too.
 */
export function loadOwnOperations(binding: string): boolean {
  const path = ownOperationsPath(binding);
  if (!existsSync(path)) return false;
  const loaded = { exports: { available: false } };
  try {
    process.dlopen(loaded, path);
  } catch {
    return false;
  }
  return loaded.exports.available;
}
