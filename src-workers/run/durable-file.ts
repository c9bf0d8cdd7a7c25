import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { errnoWords } from '../../src-shared/words/errno-words';

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
    flushName(path);
  } catch (error) {
    rmSync(sibling, { force: true });
    const cause = errnoWords(error) ?? (error instanceof Error ? error.message : String(error));
    throw new FailedError(`${path} could not be written: ${cause}`);
  }
}

/** The name, too, is on the disk only once its folder is; not every system flushes folders. */
function flushName(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows opens no folders, and some file systems refuse; the file itself is whole.
  }
}
