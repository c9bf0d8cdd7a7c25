import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailedError, sentenceOf } from '../../src-shared/errors';
import { isRunning } from './owner-process';

const memoryBacked = '/dev/shm';
/** The name tells which process made the folder. */
const namePattern = /^parasample-(\d+)-/;

/**
 * A new folder, readable by this user alone, through which a run's workers exchange gradients: in memory (/dev/shm)
 * where the platform has that, else among the temporary files.
 */
export function makeExchangeFolder(memory = memoryBacked): string {
  const parent = isWritable(memory) ? memory : tmpdir();
  try {
    // mkdtemp makes folders with mode 0700.
    return mkdtempSync(join(parent, `parasample-${process.pid}-`));
  } catch (error) {
    throw new FailedError(sentenceOf(error, `Making the folder for the workers' gradients in ${parent}`));
  }
}

export function removeExchangeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Removes what processes that were killed left behind, since it would hold memory until the machine restarts. */
export function removeLeftExchangeFolders(memory = memoryBacked): void {
  if (!isWritable(memory)) return;
  for (const name of readdirSync(memory)) {
    const pid = namePattern.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      removeExchangeFolder(join(memory, name));
    } catch {
      // It belongs to another user, who will remove it.
    }
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
