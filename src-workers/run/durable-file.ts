import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { FailedError } from '../../src-shared/errors';

/**
 * Writes a file so that it is there whole or not at all: to a sibling, flushed to disk, then renamed.
 * @throws FailedError naming the file when the disk refuses (full, read-only).
 */
export function writeDurably(path: string, bytes: Uint8Array): void {
  const sibling = `${path}.writing`;
  try {
    const file = openSync(sibling, 'w');
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(sibling, path);
  } catch (error) {
    rmSync(sibling, { force: true });
    const cause = error instanceof Error ? error.message : String(error);
    throw new FailedError(`${path} could not be written: ${cause}`);
  }
}
