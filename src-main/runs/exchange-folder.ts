import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailedError, sentenceOf } from '../../src-shared/errors';

/**
 * A new folder, readable by this user alone, through which a run's workers exchange gradients: in memory (/dev/shm)
 * where the platform has that, else among the temporary files.
 */
export function makeExchangeFolder(memory = '/dev/shm'): string {
  const parent = isWritable(memory) ? memory : tmpdir();
  try {
    // mkdtemp makes folders with mode 0700.
    return mkdtempSync(join(parent, 'parasample-'));
  } catch (error) {
    throw new FailedError(sentenceOf(error, `Making the folder for the workers' gradients in ${parent}`));
  }
}

export function removeExchangeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
