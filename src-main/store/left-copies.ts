import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Copies of a store on their way to their place, with what SQLite keeps beside them; named after their process. */
const onItsWay = /\.(?:part|restoring)-(\d+)(?:-journal|-wal|-shm)?$/;

/**
 * Removes what backups, restores and migrations of a home left half-written because their process was killed: each is up
 * to as big as the store.
 */
export function removeLeftCopies(home: string, isRunning: (pid: number) => boolean): void {
  removeLeftIn(home, /^parasample\.sqlite\./, isRunning);
  removeLeftIn(join(home, 'backups'), /\.sqlite\./, isRunning);
}

function removeLeftIn(folder: string, ours: RegExp, isRunning: (pid: number) => boolean): void {
  for (const name of namesIn(folder)) {
    const pid = onItsWay.exec(name)?.[1];
    if (!ours.test(name) || pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // A disk that is read-only now keeps it until another start.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
