import { rm } from 'node:fs/promises';
import { type ClusterOptions, onCluster } from '../../src-shared/cluster/cluster-options';
import { FailedError, sentenceOf } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { codeVersion } from '../code-version';
import { checkDataset } from '../datasets/datasets';
import { clusterOwner } from '../processes/cluster-owner';
import { keepEnvironment, presentEnvironment } from '../runs/run-environment';
import { makeRunFolder, runFolderOf } from '../runs/run-folder';
import type { RunLedger } from '../runs/run-ledger';
import type { Store } from '../store/store';
import { WrittenFiles } from '../written-files';
import { exportForCluster } from './cluster-project';
import { writeScript } from './cluster-setup';
import { jobName } from './job-script';
import { jobFolder, type KeptJob, keepJob } from './kept-job';
import type { Slurm } from './slurm/slurm';

export interface SubmissionContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly slurm: Slurm;
}

export const clusterEngine = 'PyTorch and torch_blue under SLURM';

/**
 * Submits an experiment as the job of a new run, which is in the store then.
 * @throws with neither run nor job nor folder left where it does not come about
 */
export async function submitNew(
  context: SubmissionContext,
  experiment: Experiment,
  options: ClusterOptions,
): Promise<{ readonly runId: string; readonly job: KeptJob }> {
  const planned = onCluster(experiment, options);
  const { fingerprint } = await checkDataset(planned.data, context.cacheFolder);
  const runId = makeRunFolder(context.home, planned.name);
  const runFolder = runFolderOf(context.home, runId);
  let jobId: string | undefined;
  try {
    await writeProject(context, runId, planned, options);
    keepEnvironment(
      runFolder,
      presentEnvironment(clusterEngine, { experiment: planned, devices: [], data: fingerprint }),
    );
    jobId = await context.slurm.submit('job.sh', jobFolder(runFolder), jobName(runId));
    const job = { jobId, options, from: { bytes: 0, points: 0, lines: 0 }, isCancelled: false };
    // Before the run is stored: nobody takes it for one without a job.
    await keepJob(runFolder, job);
    createRun(context, runId, planned);
    return { runId, job };
  } catch (error) {
    if (jobId !== undefined) await cancelOrphan(context.slurm, jobId, jobFolder(runFolder), error);
    await rm(runFolder, { recursive: true, force: true });
    throw error;
  }
}

async function writeProject(
  { home, cacheFolder }: SubmissionContext,
  runId: string,
  experiment: Experiment,
  options: ClusterOptions,
): Promise<void> {
  const outFolder = jobFolder(runFolderOf(home, runId));
  await exportForCluster({ experiment, cacheFolder, outFolder }, new WrittenFiles(home, 'anything'));
  await writeScript(home, runId, options);
}

function createRun({ store, ledger }: SubmissionContext, id: string, experiment: Experiment): void {
  store.writer.create({
    id,
    experiment,
    engine: clusterEngine,
    codeVersion,
    owner: clusterOwner(ledger.owner),
    created: Date.now(),
  });
}

/** Ends a job whose run cannot be kept. Throws FailedError, which names the job, where SLURM does not end it: its folder must stay. */
export async function cancelOrphan(slurm: Slurm, jobId: string, folder: string, why: unknown): Promise<void> {
  try {
    await slurm.cancel(jobId);
  } catch (error) {
    throw new FailedError(
      `${sentenceOf(why, 'Storing the run')} Its job ${jobId} is submitted all the same, and works in ${folder}; end it with \`scancel ${jobId}\`: ${sentenceOf(error, 'Cancelling it')}`,
    );
  }
}
