import { accessSync, constants, lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTicks } from '../../../src-files/start-ticks';
import { makeTemporaryFolder } from '../../../src-files/temporary-folder';
import { isHeartbeatName } from '../../../src-shared/formats/checkpoint-names';
import { isRunning, pidNamespace } from '../../processes/owner-process';

const memoryBacked = '/dev/shm';
/** The name tells which process made the folder: its id, when it started, and in which container. */
const namePattern = /^parasample-(\d+)-(\d*)-(\d*)-/;

/** Workers show that they live every second: a folder where nobody has for so long is nobody's. */
const silentMs = 3_600_000;

/**
 * A new folder, readable by this user alone, through which a run's workers exchange gradients: in memory (/dev/shm)
 * where the platform has that, else among the temporary files.
 */
export function makeExchangeFolder(memory = memoryBacked): string {
  const parent = isWritable(memory) ? memory : tmpdir();
  return makeTemporaryFolder(
    `parasample-${process.pid}-${startTicks(process.pid)}-${pidNamespace()}-`,
    parent,
  );
}

export function removeExchangeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Removes what processes that were killed left behind, since it would hold memory until the machine restarts; and ends
 * workers of theirs that could not end themselves, because they were stopped.
 */
export function removeLeftExchangeFolders(memory = memoryBacked): void {
  if (!isWritable(memory)) return;
  for (const name of readdirSync(memory)) {
    try {
      if (!isLeft(memory, name)) continue;
      endWorkersOf(join(memory, name));
      removeExchangeFolder(join(memory, name));
    } catch {
      // It belongs to another user, who will remove it, or has just been removed.
    }
  }
}

function isLeft(memory: string, name: string): boolean {
  const [, pid, start, namespace] = namePattern.exec(name) ?? [];
  if (pid === undefined || !isOwn(join(memory, name))) return false;
  // Containers that share the memory cannot see each other's processes, and may have the same ids.
  if (namespace !== pidNamespace()) return isSilent(join(memory, name));
  return !isRunning(Number(pid)) || startTicks(Number(pid)) !== start;
}

/** Anybody may make a folder of such a name there, or a link, to have processes of this user ended that they name. */
function isOwn(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.();
}

function endWorkersOf(folder: string): void {
  for (const name of readdirSync(folder).filter(isHeartbeatName)) {
    const [, pid, start] = /^(\d+) (\d+)$/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    if (pid !== undefined && startTicks(Number(pid)) === start) process.kill(Number(pid), 'SIGKILL');
  }
}

function isSilent(folder: string): boolean {
  const files = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  return files.every((file) => Date.now() - statSync(file).mtimeMs > silentMs);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
