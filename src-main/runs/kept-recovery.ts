import { closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCheckpointsFolder } from '../../src-files/checkpoints-folder';
import { refuseLeftRun } from '../../src-files/run-owner';
import { checkpointName, checkpointsFolder } from '../../src-shared/formats/checkpoint-names';
import type { FoundCheckpoint } from './newest-checkpoint';

/**
 * Keeps where workers stood when they left as a checkpoint of the run, so that it outlives this process. Where the disk
 * refuses, or another process has the run by now, it goes on from what is in memory.
 */
export function keepRecovery(found: FoundCheckpoint, runFolder: string, owner: string): FoundCheckpoint {
  const folder = join(runFolder, checkpointsFolder);
  const path = join(folder, checkpointName(found.state.step));
  if (path === found.path) return found;
  const sibling = `${path}.writing`;
  try {
    makeCheckpointsFolder(folder);
    // As `writeDurably` does: another process may write on in one of this name.
    rmSync(sibling, { force: true });
    copyFileSync(found.path, sibling);
    const file = openSync(sibling, 'r+');
    fsyncSync(file);
    closeSync(file);
    refuseLeftRun(runFolder, owner);
    renameSync(sibling, path);
    return { ...found, path };
  } catch {
    return found;
  }
}
