import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type JobSight, sightOf, sightOfAccount } from '../../../../src-main/cluster/slurm/job-sight';
import { partitionsOf } from '../../../../src-main/cluster/slurm/slurm';
import { submitComplaint } from '../../../../src-main/cluster/slurm/submit-complaints';

/** `scontrol show job --oneliner` of jobs on one node with Debian's slurm-wlm 22.05.8; names and folders are made up. */
const recorded = readFileSync(join(import.meta.dirname, 'fixtures', 'show-job.txt'), 'utf8')
  .trim()
  .split('\n');

function recordedAs(state: string, reason: string): JobSight | undefined {
  const line = recorded.find((one) => one.includes(` JobState=${state} Reason=${reason} `));
  if (line === undefined) throw new Error(`No job was recorded as ${state}, ${reason}.`);
  return sightOf(line);
}

describe('what SLURM says of a job', () => {
  test.each([
    ['Resources', 'Waits for nodes to become free. SLURM says: Resources.'],
    ['Priority', 'Waits behind jobs of a higher priority. SLURM says: Priority.'],
    [
      'PartitionDown',
      'Its partition is switched off; it waits until that is on again. SLURM says: PartitionDown.',
    ],
    [
      'PartitionTimeLimit',
      'Asks for more time than its partition lets a job run, and never begins: cancel it and give a shorter limit. SLURM says: PartitionTimeLimit.',
    ],
    [
      'PartitionConfig',
      'Asks for nodes that its partition does not have (nodes, CPUs, GPUs or memory), and never begins: cancel it and ask for less. SLURM says: PartitionConfig.',
    ],
    [
      'JobHeldUser',
      'Is held back (scontrol hold) until somebody releases it (scontrol release). SLURM says: JobHeldUser.',
    ],
  ])('a job that is pending for %s is told in words', (reason, why) => {
    expect(recordedAs('PENDING', reason)).toEqual({ kind: 'waits', why });
  });

  test('a reason that is not known is given as it is', () => {
    expect(sightOf('JobId=1 JobState=PENDING Reason=ReqNodeNotAvail,_UnavailableNodes:n1')).toEqual({
      kind: 'waits',
      why: expect.stringContaining('SLURM says: ReqNodeNotAvail, UnavailableNodes:n1.'),
    });
    expect(sightOf('JobId=1 JobState=PENDING Reason=Novelty')).toEqual({
      kind: 'waits',
      why: 'Waits in SLURM’s queue. SLURM says: Novelty.',
    });
  });

  test.each([
    ['COMPLETED', 'None', 'completed', '0:0'],
    ['FAILED', 'NonZeroExitCode', 'failed', '3:0'],
    ['TIMEOUT', 'TimeLimit', 'time-limit', '143:0'],
    ['NODE_FAIL', 'NodeDown', 'node-failure', '0:0'],
    ['CANCELLED', 'Priority', 'cancelled', '0:0'],
  ])('a job that ended as %s did so', (state, reason, how, exitCode) => {
    expect(recordedAs(state, reason)).toMatchObject({ kind: 'ended', how, exitCode });
  });

  test('a job that runs is on its nodes', () => {
    expect(recordedAs('RUNNING', 'None')).toEqual({ kind: 'runs', nodes: 'n1', timeLimit: '00:01:00' });
  });

  test('what a person wrote into a job is not taken for its state', () => {
    expect(sightOf('JobId=1 JobState=RUNNING Reason=None Comment=a JobState=FAILED')).toMatchObject({
      kind: 'runs',
    });
  });

  test('what is no job is none', () => {
    expect(sightOf('')).toBeUndefined();
    expect(sightOf('No jobs in the system')).toBeUndefined();
  });

  // As sacct(1) of the same version describes them: an accounting database is not among the tests' parts.
  test('the accounting knows jobs that SLURM itself has forgotten', () => {
    expect(sightOfAccount('TIMEOUT|0:0')).toMatchObject({ kind: 'ended', how: 'time-limit' });
    expect(sightOfAccount('CANCELLED by 1000|0:15')).toMatchObject({ kind: 'ended', how: 'cancelled' });
    expect(sightOfAccount('')).toBeUndefined();
  });
});

test('partitions are those that sinfo lists, the nodes of all states together', () => {
  expect(partitionsOf('debug*|up|1:00:00|1\ndebug*|up|1:00:00|2\nclosed|down|infinite|1\n')).toEqual([
    { name: 'debug', isDefault: true, isUp: true, timeLimit: '1:00:00', nodes: 3 },
    { name: 'closed', isDefault: false, isUp: false, timeLimit: 'infinite', nodes: 1 },
  ]);
});

// What sbatch of that version wrote for each.
test.each([
  [
    'sbatch: error: invalid partition specified: debgu\nsbatch: error: Batch job submission failed: Invalid partition name specified\n',
    'SLURM does not take the job: invalid partition specified: debgu; Invalid partition name specified. The partitions here are debug, closed. Did you mean debug?',
  ],
  [
    'sbatch: error: Invalid generic resource (gres) specification\n',
    'SLURM does not take the job: Invalid generic resource (gres) specification. The partition has no such GPUs; ask for fewer or none, or for another partition.',
  ],
  [
    'sbatch: error: Invalid --time specification\n',
    'SLURM does not take the job: Invalid --time specification. Give a shorter time limit.',
  ],
  [
    'sbatch: unrecognized option \'--foo\'\nTry "sbatch --help" for more information\n',
    "SLURM does not take the job: unrecognized option '--foo'. Look at the further options of sbatch.",
  ],
  [
    'sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available\n',
    'SLURM does not take the job: Memory specification can not be satisfied; Requested node configuration is not available. No node has so much memory; ask for less (--mem), or for another partition.',
  ],
  ['', 'SLURM does not take the job: no word of why.'],
])('what sbatch refuses is told in its words: %j', (err, sentence) => {
  expect(submitComplaint(err, ['debug', 'closed'])).toBe(sentence);
});
