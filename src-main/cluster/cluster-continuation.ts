import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterOptions, onCluster } from '../../src-shared/cluster/cluster-options';
import { BadInputError } from '../../src-shared/errors';
import { withGap } from '../../src-shared/runs/run-time';
import type { RunSummary } from '../../src-shared/runs/runs';
import { clusterOwner } from '../processes/cluster-owner';
import { runFolderOf } from '../runs/run-folder';
import { writeScript } from './cluster-setup';
import { cancelOrphan, clusterEngine, type SubmissionContext } from './cluster-submission';
import type { JobTimings } from './followed-job';
import { jobName } from './job-script';
import { checkpointToGoOnFrom, jobFolder, type KeptJob, keepJob } from './kept-job';

/** Removes nothing of what a run measured. */
const nothingLater = Number.MAX_SAFE_INTEGER;

/**
 * Submits the job of a run that is over again, from its checkpoint; the run is queued in the store then.
 * @throws ParasampleError, with the run as it was, where SLURM does not take it, or another process was faster
 */
export async function submitAgain(
  context: SubmissionContext,
  run: RunSummary,
  options: ClusterOptions,
): Promise<KeptJob> {
  const { home, store, ledger, slurm } = context;
  const runFolder = runFolderOf(home, run.id);
  const folder = jobFolder(runFolder);
  const { step, logBytes } = checkpointToGoOnFrom(folder);
  const { started, ended = Date.now() } = run;
  const owner = clusterOwner(ledger.owner);
  const reopened = {
    id: run.id,
    experiment: onCluster(run.experiment, options),
    engine: clusterEngine,
    owner,
    gaps: started === undefined ? [] : withGap(run.gaps ?? [], ended),
    progress: { phase: 'loading', step, totalSteps: 0, epoch: 0 } as const,
  };
  // Before its files change: nobody else continues it then.
  if (!store.continuation.reopen(reopened, { step: nothingLater }))
    throw new BadInputError(`Run ${run.id} is being continued already.`);
  let jobId: string | undefined;
  try {
    await writeScript(home, run.id, options);
    rewindFiles(folder, step, logBytes);
    jobId = await slurm.submit('job.sh', folder, jobName(run.id));
    // What it measured later goes only now that it is measured again.
    store.continuation.goBack(run.id, { step });
    const from = { bytes: step === 0 ? 0 : logBytes, ...store.reader.told(run.id) };
    const job = { jobId, options, from, isCancelled: false };
    await keepJob(runFolder, job);
    return job;
  } catch (error) {
    try {
      if (jobId !== undefined) await cancelOrphan(slurm, jobId, folder, error);
    } finally {
      store.continuation.takeBack({ ...run, ended }, owner);
      ledger.tell(run.id);
    }
    throw error;
  }
}

/** To where its log goes on, so that nobody reads what is measured again. */
function rewindFiles(folder: string, step: number, logBytes: number): void {
  rmSync(join(folder, 'stop'), { force: true });
  if (step === 0) rmSync(join(folder, 'run.json'), { force: true });
  else truncateSync(join(folder, 'run.json'), logBytes);
}

/**
 * Waits for what is left of a run's jobs to be gone: two would train in one folder. Throws BadInputError where one stays, or
 * FailedError where SLURM does not say.
 */
export async function waitUntilGone(
  { slurm }: SubmissionContext,
  runId: string,
  { slurmMs, graceMs }: JobTimings,
): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (;;) {
    const [jobId] = await slurm.jobsNamed(jobName(runId));
    if (jobId === undefined) return;
    if (performance.now() >= deadline)
      throw new BadInputError(
        `Job ${jobId} of run ${runId} is still in SLURM; the run can be continued once it is gone (\`squeue --me\` lists it, \`scancel ${jobId}\` ends it).`,
      );
    await pause(slurmMs);
  }
}
