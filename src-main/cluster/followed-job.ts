import { join } from 'node:path';
import { sentenceOf } from '../../src-shared/errors';
import type { MetricPoint } from '../../src-shared/metrics';
import { closedGaps, type RunGap } from '../../src-shared/runs/run-time';
import { isOver, type RunProgress, type RunSummary } from '../../src-shared/runs/runs';
import type { PointsRecord, RunEnd, RunRecord } from '../run-export/run-record';
import { takePosterior } from '../run-import/arriving-posterior';
import { RemainingTime } from '../runs/queue/remaining-time';
import type { RunRecorder } from '../runs/run-recorder';
import { nextRunState, type RunEvent, type RunState } from '../runs/run-state';
import { eventsOf, type JobNews } from './job-course';
import { JobLog } from './job-log';
import { endOf, lastLinesOf } from './job-output';
import { outputName, problemIn } from './job-script';
import { jobCheckpoint, jobFolder, type KeptJob, plannedBy } from './kept-job';
import type { JobSight } from './slurm/job-sight';
import type { Slurm } from './slurm/slurm';

/** Between looks, in milliseconds. */
export interface JobTimings {
  readonly logMs: number;
  /** SLURM is one for all of a cluster's people; it is asked less often. */
  readonly slurmMs: number;
  /** Once a job is over, for what is still on its way over a network's file system. */
  readonly graceMs: number;
}

export const usualJobTimings: JobTimings = { logMs: 1000, slurmMs: 5000, graceMs: 10_000 };

export interface FollowedJobOptions {
  readonly run: RunSummary;
  readonly job: KeptJob;
  readonly runFolder: string;
  /** How many points and lines of this job the run has already. */
  readonly taken: { readonly points: number; readonly lines: number };
  readonly slurm: Slurm;
  readonly recorder: RunRecorder;
  readonly timings: JobTimings;
  /** There is something to store. */
  readonly onNews: () => void;
  readonly onOver: () => void;
  /** Whether this process has it still: another one follows it where this one was taken for gone. */
  readonly isOurs: () => boolean;
  /** Another process follows it by now. */
  readonly onLeft: () => void;
}

/** A run whose job is followed: what its log says goes into the store, what SLURM says becomes the run's state. */
export class FollowedJob {
  #state: RunState;
  #gaps: readonly RunGap[];
  #progress: RunProgress;
  #sight: JobSight = { kind: 'silent', why: '' };
  #log: JobLog;
  #hasBegun: boolean;
  #end: RunEnd | undefined;
  #isLost = false;
  #isLeft = false;
  #isCancelled: boolean;
  #skip: { points: number; lines: number };
  #overSince: number | undefined;
  #nextAsk = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #remaining = new RemainingTime();
  readonly #options: FollowedJobOptions;

  constructor(options: FollowedJobOptions) {
    const { run, job, runFolder, taken } = options;
    this.#options = options;
    this.#state = { status: run.status, reason: run.reason };
    this.#gaps = run.gaps ?? [];
    this.#progress = run.progress ?? { phase: 'loading', step: 0, totalSteps: 0, epoch: 0 };
    this.#log = new JobLog(jobFolder(runFolder), job.from.bytes);
    this.#hasBegun = run.status === 'running' || run.status === 'stopping';
    this.#isCancelled = job.isCancelled;
    this.#skip = { ...taken };
  }

  get status(): RunState['status'] {
    return this.#state.status;
  }

  begin(): void {
    this.#timer = setTimeout(() => void this.#lookAgain(), 0);
  }

  /** Leaves the job to itself, and the run as it is. */
  async leave(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#overSince = undefined;
    await this.#looking;
    clearTimeout(this.#timer);
  }

  /** Another process follows it by now: nothing more is done here. */
  drop(): void {
    this.#isLeft = true;
    clearTimeout(this.#timer);
  }

  /** A person wants it to stop; what is done for that is done already. */
  noteStop(isCancelled: boolean): void {
    this.#isCancelled ||= isCancelled;
    if (this.#state.status !== 'stopping') this.#take({ type: 'stop-asked' });
    if (isOver(this.#state.status)) this.#close();
    this.#nextAsk = 0;
    this.#options.onNews();
  }

  #lookAgain(): Promise<void> {
    this.#looking = this.#look()
      .catch((error: unknown) => this.#note('warning', sentenceOf(error, 'Following the job')))
      .then(() => {
        this.#options.onNews();
        if (!isOver(this.#state.status) && !this.#isLeft)
          this.#timer = setTimeout(() => void this.#lookAgain(), this.#options.timings.logMs);
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { job, slurm, timings, runFolder, isOurs, onLeft } = this.#options;
    if (!isOurs()) return onLeft();
    if (performance.now() >= this.#nextAsk && this.#overSince === undefined) {
      this.#sight = await slurm.look(job.jobId);
      this.#nextAsk = performance.now() + timings.slurmMs;
    }
    const hasGrown = await this.#readLog();
    const isJobOver = this.#sight.kind === 'ended' || this.#sight.kind === 'forgotten';
    if (isJobOver && (hasGrown || this.#overSince === undefined)) this.#overSince = performance.now();
    const isComplete =
      this.#overSince !== undefined &&
      (this.#end !== undefined || performance.now() - this.#overSince >= timings.graceMs);
    const output =
      isJobOver && isComplete ? await endOf(join(jobFolder(runFolder), outputName(job.jobId))) : '';
    // SLURM and the network's disk may have taken long to answer.
    if (isOurs()) await this.#follow(isComplete, output);
  }

  async #follow(isComplete: boolean, output: string): Promise<void> {
    const { job, runFolder } = this.#options;
    const problem = problemIn(output);
    const news: JobNews = {
      jobId: job.jobId,
      job: this.#sight,
      log: {
        hasBegun: this.#hasBegun,
        isComplete,
        isLost: this.#isLost,
        ...(this.#end?.status === undefined
          ? {}
          : { end: { status: this.#end.status, reason: this.#end.reason ?? '' } }),
      },
      isCancelled: this.#isCancelled,
      checkpointStep: jobCheckpoint(jobFolder(runFolder)).step,
      ...(problem === undefined ? {} : { problem }),
    };
    const events = eventsOf(this.#state.status, news);
    if (isOver(events.reduce(nextRunState, this.#state).status)) await this.#bringHome(output);
    for (const event of events) this.#take(event);
    if (isOver(this.#state.status)) this.#close();
    else this.#tellWait();
  }

  /** Why a job waits is the reason of a queued run. */
  #tellWait(): void {
    const reason = this.#state.status === 'queued' ? this.#waitWords() : '';
    if (reason === this.#state.reason || (reason === '' && this.#sight.kind === 'silent')) return;
    this.#state = { ...this.#state, reason };
    this.#options.recorder.change(this.#options.run.id, { reason });
  }

  #waitWords(): string {
    const { jobId } = this.#options.job;
    if (this.#sight.kind === 'waits') return `Job ${jobId} in SLURM: ${this.#sight.why}`;
    return this.#sight.kind === 'silent' && this.#sight.why !== ''
      ? `SLURM gives no answer now (${this.#sight.why}); it is asked again.`
      : this.#state.reason;
  }

  async #readLog(): Promise<boolean> {
    const found = await this.#log.look();
    if (found.kind === 'lost' && !this.#isLost) {
      this.#isLost = true;
      this.#note(
        'warning',
        `The job’s log ${this.#log.file} is gone; its curves end here, while SLURM goes on with the job.`,
      );
    }
    if (found.kind !== 'records') return false;
    for (const record of found.records) this.#record(record);
    return found.records.length > 0;
  }

  #record(record: RunRecord): void {
    const { recorder, run } = this.#options;
    if (record.type === 'points') this.#points(pointsOf(record));
    else if (record.type === 'logs')
      for (const line of record.lines) {
        // Rank 0 speaks for all; by that its lines are told from those of this app.
        if (this.#skip.lines > 0) this.#skip.lines -= 1;
        else recorder.log(run.id, { ...line, worker: 0 });
      }
    else if (record.type === 'end') this.#end = record;
  }

  #points(all: readonly MetricPoint[]): void {
    const { recorder, run, runFolder } = this.#options;
    const known = Math.min(this.#skip.points, all.length);
    this.#skip.points -= known;
    const points = all.slice(known);
    this.#hasBegun = true;
    const last = points.at(-1);
    if (!last) return;
    recorder.points(run.id, points);
    const totalSteps = plannedBy(jobFolder(runFolder));
    const secondsLeft =
      totalSteps > 0 ? this.#remaining.observe(performance.now(), last.step, totalSteps) : undefined;
    this.#progress = {
      phase: last.name.startsWith('test.') ? 'evaluating' : 'training',
      step: last.step,
      totalSteps,
      epoch: last.epoch,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    };
    recorder.change(run.id, { progress: this.#progress });
  }

  #take(event: RunEvent): void {
    const { recorder, run } = this.#options;
    this.#state = nextRunState(this.#state, event);
    const now = Date.now();
    const isBegin = event.type === 'devices-free';
    if (isBegin) this.#gaps = closedGaps(this.#gaps, now);
    const started = isBegin && run.started === undefined ? { started: now } : {};
    recorder.change(run.id, { ...this.#state, ...started, gaps: this.#gaps });
    if (isBegin && this.#sight.kind === 'runs' && this.#sight.nodes !== '')
      this.#note('info', `SLURM has begun job ${this.#options.job.jobId} on ${this.#sight.nodes}.`);
  }

  /** Scores and posterior, and of a job that failed the end of its output. */
  async #bringHome(output: string): Promise<void> {
    const { recorder, run } = this.#options;
    if (this.#end?.metrics) recorder.finalMetrics(run.id, this.#end.metrics);
    if (this.#end?.status === 'finished' || this.#end?.status === 'stopped') return this.#bringPosterior();
    for (const text of lastLinesOf(output, this.#end?.reason)) this.#note('info', text);
  }

  /** A posterior that does not come stays where the job left it, and the run is over all the same. */
  async #bringPosterior(): Promise<void> {
    const { run, runFolder } = this.#options;
    const folder = jobFolder(runFolder);
    try {
      const arrival = { file: join(folder, 'run.json'), writtenId: run.id, runId: run.id, runFolder };
      const hasCome = await takePosterior(arrival);
      if (!hasCome) this.#note('warning', `The job left no posterior.safetensors in ${folder}.`);
    } catch (error) {
      const why = sentenceOf(error, 'Copying it');
      this.#note('error', `The posterior did not come into the run’s folder; it is in ${folder}. ${why}`);
    }
  }

  #note(level: 'info' | 'warning' | 'error', text: string): void {
    this.#options.recorder.log(this.#options.run.id, { time: Date.now(), level, text });
  }

  #close(): void {
    const { recorder, run, onOver } = this.#options;
    const { status, reason } = this.#state;
    if (status === 'failed') this.#note('error', reason);
    recorder.change(run.id, { ended: this.#end?.ended ?? Date.now() });
    clearTimeout(this.#timer);
    onOver();
  }
}

function pointsOf({ names, steps, epochs, times, values }: PointsRecord): MetricPoint[] {
  return names.map((name, at) => ({
    name,
    step: steps[at],
    epoch: epochs[at],
    time: times[at],
    value: values[at],
  }));
}
