import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LeftRunError } from '../../src-files/run-owner';
import { FailedError } from '../../src-shared/errors';
import { errnoWords } from '../../src-shared/words/errno-words';

/**
 * Writes a file so that it is there whole or not at all: to a sibling, flushed to disk, then renamed.
 * @param mayPlace called just before it is renamed; what it throws keeps the file away
 * @throws FailedError naming the file when the disk refuses (full, read-only).
 */
export function writeDurably(path: string, bytes: Uint8Array, mayPlace: () => void = () => {}): void {
  const sibling = `${path}.writing`;
  try {
    // Another process may have been stopped while it wrote there: it shall go on in a file without a name.
    rmSync(sibling, { force: true });
    const file = openSync(sibling, 'wx');
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    mayPlace();
    renameSync(sibling, path);
    flushName(path);
  } catch (error) {
    // The sibling is perhaps that of the process that has the run by now.
    if (error instanceof LeftRunError) throw error;
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
