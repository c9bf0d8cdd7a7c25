import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { makeFolder } from '../make-folder';
import { isRunning } from '../processes/owner-process';

const touchEveryMs = 5_000;
/** A holder that has not touched its lock for this long has died, on whatever machine shares the folder. */
const staleAfterMs = 60_000;
const lookAgainMs = 250;

/**
 * Does `work` while no other process does work under the same lock, a folder. A dead process's lock is taken over.
 * @throws FailedError where the wait is stopped, or where no lock can be made at all.
 */
export async function withLock<Value>(
  lock: string,
  work: () => Promise<Value>,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<Value> {
  makeFolderOf(lock);
  let told = false;
  while (!tryToTake(lock)) {
    if (!told) onWait();
    told = true;
    if (signal?.aborted) throw new FailedError('Waiting for another installation was stopped.');
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  const touching = setInterval(() => touch(lock), touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryToTake(lock: string): boolean {
  if (isStale(lock)) setAside(lock);
  try {
    mkdirSync(lock);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotLock(lock, error);
  }
  writeFileSync(join(lock, 'owner'), `${hostname()} ${process.pid}`);
  return true;
}

function makeFolderOf(lock: string): void {
  try {
    makeFolder(dirname(lock));
  } catch (error) {
    throw cannotLock(lock, error);
  }
}

function cannotLock(lock: string, error: unknown): FailedError {
  return new FailedError(
    `Nothing can be installed in ${dirname(lock)} (${codeOf(error)}); see that it can be written to and that its disk has room.`,
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** Of several processes that find a stale lock, only one renames it. */
function setAside(lock: string): void {
  const aside = `${lock}-${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}

function isStale(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleAfterMs) return true;
    const [host, id] = readFileSync(join(lock, 'owner'), 'utf8').split(' ');
    return host === hostname() && !isRunning(Number(id));
  } catch {
    return false;
  }
}

function touch(lock: string): void {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch {
    // Taken over after this machine slept; the work goes on and ends in a rename that is safe for both.
  }
}
