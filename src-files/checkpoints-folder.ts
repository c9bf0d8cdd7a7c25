import { mkdirSync } from 'node:fs';

/**
 * Makes the folder of a run's checkpoints where it is missing, in the run's own, which has to be there: that of a run that was
 * removed and cleared away shall not come back.
 * @throws what the file system says, ENOENT where the run's folder is gone
 */
export function makeCheckpointsFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
