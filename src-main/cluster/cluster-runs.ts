import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterHere, ClusterJob } from '../../src-shared/cluster/cluster-job';
import { type ClusterOptionsInput, clusterOptionsSchema } from '../../src-shared/cluster/cluster-options';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { canContinue, isOver, type RunSummary } from '../../src-shared/runs/runs';
import { clusterOwner, isFollowed, isOnCluster } from '../processes/cluster-owner';
import { runFolderOf } from '../runs/run-folder';
import type { OpenRun } from '../store/run-changes';
import { submitAgain, waitUntilGone } from './cluster-continuation';
import { readSetup } from './cluster-setup';
import { type SubmissionContext, submitNew } from './cluster-submission';
import { FollowedJob, type JobTimings, usualJobTimings } from './followed-job';
import { refuseProcesses } from './job-script';
import { jobCheckpoint, jobFolder, type KeptJob, keepJob, readKeptJob } from './kept-job';

export interface ClusterRunsOptions extends SubmissionContext {
  readonly timings?: JobTimings;
}

const optionsKey = 'cluster';

/** The runs that train as jobs of a cluster: submits them, follows those that nobody follows, and brings them home. */
export class ClusterRuns {
  readonly #followed = new Map<string, FollowedJob>();
  #watch: NodeJS.Timeout | undefined;
  readonly #options: ClusterRunsOptions;
  readonly #timings: JobTimings;

  constructor(options: ClusterRunsOptions) {
    this.#options = options;
    this.#timings = options.timings ?? usualJobTimings;
    options.ledger.onLeft((runId) => {
      this.#followed.get(runId)?.drop();
      this.#followed.delete(runId);
    });
  }

  /** From now on also follows the jobs of processes that are gone, such as an app that was closed. */
  watch(): void {
    this.#adoptAll();
    this.#watch = setInterval(() => this.#adoptAll(), this.#timings.slurmMs);
    this.#watch.unref();
  }

  async here(): Promise<ClusterHere> {
    const { slurm, store } = this.#options;
    const version = await slurm.version();
    if (version === undefined) return { state: 'missing' };
    try {
      const partitions = await slurm.partitions();
      const last = clusterOptionsSchema.safeParse(store.views.kept(optionsKey)).data;
      return {
        state: 'found',
        version,
        partitions,
        setup: readSetup(this.#options.home),
        ...(last ? { lastOptions: last } : {}),
      };
    } catch (error) {
      return { state: 'silent', why: sentenceOf(error, 'Asking SLURM') };
    }
  }

  /** The job of a run; null for a run of this machine. */
  jobOf(runId: string): ClusterJob | null {
    const folder = this.#runFolder(runId);
    const job = readKeptJob(folder);
    if (!job) return null;
    const { step } = jobCheckpoint(jobFolder(folder));
    return { jobId: job.jobId, options: job.options, folder: jobFolder(folder), checkpointStep: step };
  }

  /**
   * Submits an experiment as a job and follows it.
   * @returns the id of its run
   * @throws BadInputError, with nothing left behind, where it has no form there or SLURM does not take it
   */
  async submit(experiment: Experiment, input: ClusterOptionsInput): Promise<string> {
    const options = clusterOptionsSchema.parse(input);
    refuseProcesses(experiment, options);
    const { runId, job } = await submitNew(this.#options, experiment, options);
    this.#submitted(runId, job);
    return runId;
  }

  /** Whether a run trains, or trained, on a cluster. Throws FailedError where that cannot be told now. */
  has(runId: string): boolean {
    const open = this.#options.store.reader.open().find(({ id }) => id === runId);
    return (open && isOnCluster(open)) || readKeptJob(this.#runFolder(runId)) !== undefined;
  }

  /**
   * Submits the job of a run that was stopped, failed or was interrupted again, from its checkpoint; with other options where
   * they are named. Throws BadInputError where it cannot go on.
   */
  async continueRun(runId: string, input?: ClusterOptionsInput): Promise<RunSummary> {
    const { ledger } = this.#options;
    const run = ledger.summary(runId);
    const before = readKeptJob(this.#runFolder(runId));
    if (!before) throw new BadInputError(`Run ${runId} did not train on a cluster.`);
    if (!canContinue(run.status))
      throw new BadInputError(`Run ${runId} is ${run.status}; it cannot be continued.`);
    const options = input === undefined ? before.options : clusterOptionsSchema.parse(input);
    refuseProcesses(run.experiment, options);
    await waitUntilGone(this.#options, runId, this.#timings);
    this.#submitted(runId, await submitAgain(this.#options, run, options));
    return ledger.summary(runId);
  }

  /** Asks a training job to stop with its scores; one that waits is cancelled. Throws ParasampleError where that cannot be. */
  async stop(runId: string): Promise<void> {
    const job = this.#followedOr(runId);
    if (job.status === 'queued') return this.cancel(runId);
    writeFileSync(join(jobFolder(this.#runFolder(runId)), 'stop'), '');
    job.noteStop(false);
  }

  /** Cancels a job (scancel): SLURM ends it, without scores. Its newest checkpoint stays. */
  async cancel(runId: string): Promise<void> {
    const job = this.#followedOr(runId);
    const runFolder = this.#runFolder(runId);
    const kept = readKeptJob(runFolder);
    if (!kept) throw new BadInputError(`Run ${runId} has no job.`);
    await this.#options.slurm.cancel(kept.jobId);
    await keepJob(runFolder, { ...kept, isCancelled: true });
    job.noteStop(true);
  }

  /** Follows a job that no process follows; nothing happens where one does, or it is over. */
  adopt(runId: string): void {
    const { store } = this.#options;
    const open = store.reader.open().find(({ id }) => id === runId);
    if (open && isOnCluster(open)) this.#adopt(open);
  }

  /** Leaves all jobs to SLURM; the next process that watches this store follows them. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all([...this.#followed.values()].map((job) => job.leave()));
    this.#options.ledger.tick();
    for (const runId of this.#followed.keys()) this.#release(runId);
    this.#followed.clear();
  }

  /** Leaves the run to whoever looks next. What cannot be stored now is no harm: this process ends. */
  #release(runId: string): void {
    const { store, ledger } = this.#options;
    try {
      store.continuation.takeOver(runId, clusterOwner(ledger.owner), clusterOwner(''));
    } catch {
      // Its owner is gone soon.
    }
  }

  #adoptAll(): void {
    try {
      for (const run of this.#options.store.reader.open()) if (isOnCluster(run)) this.#adoptOrWait(run);
    } catch {
      // A store that cannot be read now is looked at again next time.
    }
  }

  /** What cannot be read now, such as over a network, is looked at again next time; the run says so. */
  #adoptOrWait(run: OpenRun): void {
    const { store, ledger } = this.#options;
    try {
      this.#adopt(run);
    } catch (error) {
      const reason = `${sentenceOf(error, 'Following its job')} It is looked at again.`;
      if (ledger.summary(run.id).reason === reason) return;
      store.writer.change(run.id, { reason });
      ledger.tell(run.id);
    }
  }

  #adopt(run: OpenRun): void {
    const { home, store, ledger } = this.#options;
    if (this.#followed.has(run.id) || isFollowed(run, home)) return;
    const job = readKeptJob(this.#runFolder(run.id));
    if (!job) {
      const reason =
        'What was kept of its job is gone from its folder (cluster.json); it cannot be followed any more.';
      store.writer.change(run.id, { status: 'interrupted', reason, ended: Date.now() });
      ledger.tell(run.id);
      return;
    }
    // Another process may be faster.
    if (store.continuation.takeOver(run.id, run.owner, clusterOwner(ledger.owner))) this.#follow(run.id, job);
  }

  #submitted(runId: string, job: KeptJob): void {
    const { store, ledger } = this.#options;
    this.#follow(runId, job);
    const text = `Submitted to SLURM as job ${job.jobId}; it works in ${jobFolder(this.#runFolder(runId))}.`;
    ledger.recorder.log(runId, { time: Date.now(), level: 'info', text });
    ledger.tell(runId);
    store.views.keep(optionsKey, job.options);
  }

  #follow(runId: string, job: KeptJob): void {
    const { store, ledger, slurm } = this.#options;
    ledger.recorder.take(runId);
    const told = store.reader.told(runId);
    const followed = new FollowedJob({
      run: ledger.summary(runId),
      job,
      runFolder: this.#runFolder(runId),
      taken: { points: told.points - job.from.points, lines: told.lines - job.from.lines },
      slurm,
      recorder: ledger.recorder,
      timings: this.#timings,
      onNews: () => ledger.tick(),
      onOver: () => this.#followed.delete(runId),
      isOurs: () => this.#isOurs(runId),
      onLeft: () => ledger.leave(runId),
    });
    this.#followed.set(runId, followed);
    followed.begin();
  }

  /** Whether this process follows its job still. Where the store cannot be read, it takes nothing either. */
  #isOurs(runId: string): boolean {
    const { store, ledger } = this.#options;
    try {
      return store.reader.standing(runId)?.owner === clusterOwner(ledger.owner);
    } catch {
      return true;
    }
  }

  #followedOr(runId: string): FollowedJob {
    if (this.#followed.has(runId) && !this.#isOurs(runId)) this.#options.ledger.leave(runId);
    this.adopt(runId);
    const job = this.#followed.get(runId);
    if (job) return job;
    const { status } = this.#options.ledger.summary(runId);
    if (isOver(status)) throw new BadInputError(`Run ${runId} is over (${status}); it cannot be stopped.`);
    throw new BadInputError(
      `Run ${runId} is followed by another Parasample process and can only be stopped there.`,
    );
  }

  #runFolder(runId: string): string {
    return runFolderOf(this.#options.home, runId);
  }
}
