import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { checkpointsFolder } from '../../src-shared/formats/checkpoint-names';
import type { RunSpace } from '../../src-shared/runs/run-space';
import type { RunSummary } from '../../src-shared/runs/runs';

type Run = Pick<RunSummary, 'id' | 'status' | 'experiment'>;

/** What runs take of the disk, the largest first. */
export async function spaceOfRuns(
  runs: readonly Run[],
  folderOf: (runId: string) => string,
): Promise<readonly RunSpace[]> {
  const spaces: RunSpace[] = [];
  // One after the other: the disk answers many at once no sooner, and runs that go on write to it.
  for (const { id, status, experiment } of runs) {
    const folder = folderOf(id);
    const totalMB = (await bytesIn(folder)) / 1e6;
    const freeableMB = status === 'finished' ? (await bytesIn(join(folder, checkpointsFolder))) / 1e6 : 0;
    spaces.push({ runId: id, name: experiment.name, status, totalMB, freeableMB });
  }
  return spaces.sort((a, b) => b.totalMB - a.totalMB);
}

/**
 * Deletes the checkpoints of runs that are finished, from which none can continue.
 * @returns what that freed, in MB
 * @throws BadInputError, with none deleted, where one of them is not finished
 */
export async function freeCheckpoints(
  runs: readonly Run[],
  folderOf: (runId: string) => string,
): Promise<number> {
  for (const { id, status } of runs)
    if (status !== 'finished')
      throw new BadInputError(`Run ${id} is ${status}; only the checkpoints of finished runs are deleted.`);
  let freed = 0;
  for (const { id } of runs) {
    const folder = join(folderOf(id), checkpointsFolder);
    const bytes = await bytesIn(folder);
    await rm(folder, { recursive: true, force: true });
    freed += bytes;
  }
  return freed / 1e6;
}

/** Bytes of all files in a folder, those with several names once; none where it is not there. */
async function bytesIn(folder: string, seen = new Set<number>()): Promise<number> {
  // What is deleted or renamed meanwhile takes nothing.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesIn(path, seen);
    const file = entry.isFile() ? await lstat(path).catch(() => undefined) : undefined;
    if (file && !seen.has(file.ino)) bytes += file.size;
    if (file) seen.add(file.ino);
  }
  return bytes;
}
