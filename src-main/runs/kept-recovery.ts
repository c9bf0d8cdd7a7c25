import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointName, checkpointsFolder } from '../../src-shared/formats/checkpoint-names';
import type { FoundCheckpoint } from './newest-checkpoint';

/**
 * Keeps where workers stood when they left as a checkpoint of the run, so that it outlives this process. Where the disk
 * refuses, the run goes on from what is in memory.
 */
export function keepRecovery(found: FoundCheckpoint, runFolder: string): FoundCheckpoint {
  const folder = join(runFolder, checkpointsFolder);
  const path = join(folder, checkpointName(found.state.step));
  if (path === found.path) return found;
  const sibling = `${path}.writing`;
  try {
    mkdirSync(folder, { recursive: true });
    copyFileSync(found.path, sibling);
    const file = openSync(sibling, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(sibling, path);
    return { ...found, path };
  } catch {
    return found;
  }
}
