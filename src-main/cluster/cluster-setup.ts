import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterOptions } from '../../src-shared/cluster/cluster-options';
import { writeAtOnce } from '../export/write-at-once';
import { runFolderOf } from '../runs/run-folder';
import { jobScript, setupName } from './job-script';
import { jobFolder } from './kept-job';

/** The lines of shell that each job of a home begins with, and their file; none where there is no such file. */
export function readSetup(home: string): { readonly file: string; readonly text: string } {
  const file = join(home, setupName);
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch {
    return { file, text: '' };
  }
}

/** Writes what sbatch takes for a run into the folder of its job. */
export async function writeScript(home: string, runId: string, options: ClusterOptions): Promise<void> {
  const script = join(jobFolder(runFolderOf(home, runId)), 'job.sh');
  await writeAtOnce(script, Buffer.from(jobScript(runId, options, readSetup(home).text)));
}
