import { describe, expect, test } from 'vitest';
import { eventsOf, type JobNews, type LogSight } from '../../../src-main/cluster/job-course';
import type { JobEnd } from '../../../src-main/cluster/slurm/job-sight';
import { nextRunState } from '../../../src-main/runs/run-state';
import type { RunStatus } from '../../../src-shared/runs/runs';

const silentLog: LogSight = { hasBegun: false, isComplete: false, isLost: false };
const waits = { kind: 'waits', why: 'Waits.' } as const;
const runs = { kind: 'runs', nodes: 'n1', timeLimit: '01:00:00' } as const;

function ended(how: JobEnd, exitCode = '0:0') {
  return { kind: 'ended', how, exitCode, nodes: 'n1', timeLimit: '01:00:00' } as const;
}

/** The state that a run of this status is in after the news; throws where an event cannot come. */
function stateAfter(
  status: RunStatus,
  job: JobNews['job'],
  log: Partial<LogSight> = {},
  more: Partial<JobNews> = {},
) {
  const news = {
    jobId: '7',
    job,
    log: { ...silentLog, ...log },
    isCancelled: false,
    checkpointStep: 0,
    ...more,
  };
  return eventsOf(status, news).reduce(nextRunState, { status, reason: '' });
}

describe('a run follows its job', () => {
  test('through waiting, starting and training', () => {
    expect(stateAfter('queued', waits).status).toBe('queued');
    expect(stateAfter('queued', runs).status).toBe('preparing');
    expect(stateAfter('preparing', runs).status).toBe('preparing');
    expect(stateAfter('preparing', runs, { hasBegun: true }).status).toBe('running');
    expect(stateAfter('running', runs, { hasBegun: true }).status).toBe('running');
    expect(stateAfter('queued', { kind: 'silent', why: 'no answer' }).status).toBe('queued');
  });

  test.each(['queued', 'preparing', 'running', 'stopping'] as const)(
    'to its end, though it was last seen %s',
    (status) => {
      const log = { hasBegun: true, end: { status: 'finished', reason: '' } } as const;
      expect(stateAfter(status, ended('completed'), log)).toEqual({ status: 'finished', reason: '' });
      // The log may be ahead of SLURM's word.
      expect(stateAfter(status, runs, log)).toEqual({ status: 'finished', reason: '' });
      expect(stateAfter(status, { kind: 'forgotten' }, log)).toEqual({ status: 'finished', reason: '' });
    },
  );

  test('to a stop that somebody asked for, here or elsewhere', () => {
    const log = { hasBegun: true, end: { status: 'stopped', reason: '' } } as const;
    expect(stateAfter('stopping', runs, log).status).toBe('stopped');
    expect(stateAfter('running', runs, log).status).toBe('stopped');
  });

  test('and waits for the end of its log, which is later than SLURM’s word', () => {
    expect(stateAfter('running', ended('failed', '1:0'), { hasBegun: true }).status).toBe('running');
  });
});

describe('a job that ends early says why, and how it goes on', () => {
  const over = { hasBegun: true, isComplete: true };
  test.each([
    ['time-limit', 'interrupted', 'SLURM ended job 7 at its time limit of 01:00:00.'],
    ['node-failure', 'interrupted', 'A node of job 7 failed on n1.'],
    ['preempted', 'interrupted', 'SLURM took the nodes of job 7 for another job (preempted).'],
    ['cancelled', 'interrupted', 'Job 7 was cancelled in SLURM (scancel).'],
  ] as const)('%s', (how, status, what) => {
    expect(stateAfter('running', ended(how), over, { checkpointStep: 1200 })).toEqual({
      status,
      reason: `${what} It can be continued from its checkpoint after step 1,200.`,
    });
    expect(stateAfter('running', ended(how), over).reason).toBe(
      `${what} It has no checkpoint: continued, it begins again.`,
    );
  });

  test('what its processes complain of while SLURM ends it is no reason', () => {
    const log = {
      ...over,
      end: { status: 'failed', reason: 'RuntimeError: Connection closed by peer' },
    } as const;
    expect(stateAfter('running', ended('time-limit'), log).reason).toContain('time limit');
    expect(stateAfter('running', ended('failed', '1:0'), log)).toEqual({
      status: 'failed',
      reason: log.end.reason,
    });
  });

  test('one that took too much memory failed', () => {
    expect(stateAfter('running', ended('memory'), over)).toEqual({
      status: 'failed',
      reason: 'Job 7 took more memory than it had on n1; ask for more (--mem), or for more nodes.',
    });
  });

  test('one whose output says what is wrong failed for that', () => {
    const problem = 'There is no torchrun on node n1.';
    expect(stateAfter('queued', ended('failed', '1:0'), { isComplete: true }, { problem })).toEqual({
      status: 'failed',
      reason: problem,
    });
  });

  test('one that left no log, or lost it, says so', () => {
    expect(stateAfter('preparing', ended('completed'), { isComplete: true }).reason).toBe(
      'Job 7 ended, and left no log in its folder: do its nodes see the disk that this is on? The end of its output is in the run’s log.',
    );
    expect(stateAfter('running', ended('failed', '9:0'), { ...over, isLost: true }).reason).toBe(
      'Job 7 ended with exit code 9, and its log is gone from its folder. The end of its output is in the run’s log.',
    );
  });

  test('one that was cancelled here is stopped, in whatever state', () => {
    for (const status of ['queued', 'preparing', 'running', 'stopping'] as const)
      expect(stateAfter(status, ended('cancelled'), { isComplete: true }, { isCancelled: true }).status).toBe(
        'stopped',
      );
  });

  test('one that SLURM has forgotten without an end in its log is interrupted', () => {
    expect(stateAfter('running', { kind: 'forgotten' }, over, { checkpointStep: 20 })).toEqual({
      status: 'interrupted',
      reason:
        'SLURM no longer knows job 7, which ended without a word in its log. It can be continued from its checkpoint after step 20.',
    });
  });
});
