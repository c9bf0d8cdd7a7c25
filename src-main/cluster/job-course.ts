import type { RunStatus } from '../../src-shared/runs/runs';
import type { RunEvent } from '../runs/run-state';
import type { JobSight } from './slurm/job-sight';

/** What a job's log has said so far. */
export interface LogSight {
  /** It has measured something. */
  readonly hasBegun: boolean;
  /** How it says it ended; undefined where it does not. */
  readonly end?: { readonly status: RunStatus; readonly reason: string };
  /** Its end record did not come though the job is over, and has been waited for. */
  readonly isComplete: boolean;
  readonly isLost: boolean;
}

/** All that is known of a job at a time. */
export interface JobNews {
  readonly jobId: string;
  readonly job: JobSight;
  readonly log: LogSight;
  /** A person has cancelled it from here. */
  readonly isCancelled: boolean;
  /** The step of its newest checkpoint; 0 without one. */
  readonly checkpointStep: number;
  /** What its output says went wrong. */
  readonly problem?: string;
}

/**
 * What the run of a job takes from the news, in the order in which `nextRunState` takes it; nothing where it only goes on.
 * Pending jobs are queued runs; a job that SLURM has started prepares until it measures something.
 */
export function eventsOf(status: RunStatus, news: JobNews): readonly RunEvent[] {
  const events: RunEvent[] = [];
  const { job, log } = news;
  const hasStarted = job.kind === 'runs' || job.kind === 'ended' || job.kind === 'forgotten' || log.hasBegun;
  let at = status;
  const end = endOf(news);
  const isWhole = end?.type === 'workers-finished';
  if (at === 'queued' && hasStarted && (end === undefined || isWhole || log.hasBegun)) {
    events.push({ type: 'devices-free' });
    at = 'preparing';
  }
  if (at === 'preparing' && (log.hasBegun || isWhole)) {
    events.push({ type: 'training-began' });
    at = 'running';
  }
  if (!end) return events;
  const wasStopped = (isWhole && end.stopped) || end.type === 'ended-by-force';
  if (wasStopped && at === 'queued') return [{ type: 'stop-asked' }];
  // Asked from elsewhere: by another window, or by hand.
  if (wasStopped && at !== 'stopping') events.push({ type: 'stop-asked' });
  return [...events, end];
}

function endOf(news: JobNews): RunEvent | undefined {
  const { job, log, isCancelled } = news;
  if (log.end?.status === 'finished') return { type: 'workers-finished', stopped: false };
  if (log.end?.status === 'stopped') return { type: 'workers-finished', stopped: true };
  const isOver = job.kind === 'ended' || job.kind === 'forgotten';
  if (!isOver || !(log.isComplete || log.end)) return undefined;
  if (isCancelled)
    return {
      type: 'ended-by-force',
      reason: `Job ${news.jobId} was cancelled, without scores. ${goesOn(news)}`,
    };
  // Where SLURM ended it, what its processes complained of as the others went is no reason.
  const endedItself = job.kind === 'forgotten' || job.how === 'failed' || job.how === 'completed';
  if (log.end && endedItself) return { type: 'failed', reason: log.end.reason };
  if (job.kind === 'forgotten') return { type: 'owner-gone', reason: forgotten(news) };
  return endBySlurm(job, news);
}

function endBySlurm(
  { how, exitCode, nodes, timeLimit }: Extract<JobSight, { kind: 'ended' }>,
  news: JobNews,
): RunEvent {
  const { jobId, problem } = news;
  const on = nodes === '' ? '' : ` on ${nodes}`;
  const limit = timeLimit === '' ? '' : ` of ${timeLimit}`;
  const interrupted = (what: string): RunEvent => ({ type: 'owner-gone', reason: `${what} ${goesOn(news)}` });
  switch (how) {
    case 'time-limit':
      return interrupted(`SLURM ended job ${jobId} at its time limit${limit}.`);
    case 'node-failure':
      return interrupted(`A node of job ${jobId} failed${on}.`);
    case 'preempted':
      return interrupted(`SLURM took the nodes of job ${jobId} for another job (preempted).`);
    case 'cancelled':
      return interrupted(`Job ${jobId} was cancelled in SLURM (scancel).`);
    case 'memory':
      return {
        type: 'failed',
        reason: `Job ${jobId} took more memory than it had${on}; ask for more (--mem), or for more nodes.`,
      };
    case 'completed':
    case 'failed':
      return { type: 'failed', reason: problem ?? withoutWord(news, how === 'completed', exitCode) };
  }
}

function withoutWord({ jobId, log }: JobNews, isWell: boolean, exitCode: string): string {
  const code = isWell || exitCode === '' ? '' : ` with exit code ${exitCode.split(':')[0]}`;
  const why = log.isLost
    ? 'and its log is gone from its folder'
    : log.hasBegun
      ? 'in the middle of training'
      : 'and left no log in its folder: do its nodes see the disk that this is on?';
  return `Job ${jobId} ended${code}, ${why}${log.isLost || log.hasBegun ? '.' : ''} The end of its output is in the run’s log.`;
}

function forgotten(news: JobNews): string {
  return `SLURM no longer knows job ${news.jobId}, which ended without a word in its log. ${goesOn(news)}`;
}

function goesOn({ checkpointStep }: JobNews): string {
  if (checkpointStep === 0) return 'It has no checkpoint: continued, it begins again.';
  return `It can be continued from its checkpoint after step ${checkpointStep.toLocaleString('en-US')}.`;
}
