import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Core, createCore } from '../../../src-main/api/core';
import { clusterOwner } from '../../../src-main/processes/cluster-owner';
import { ownProcess } from '../../../src-main/processes/owner-process';
import { RunWriter } from '../../../src-main/store/run-writer';
import { openStore } from '../../../src-main/store/store';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { goodWorker, ScriptedLauncher } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';
import { type PretendedSlurm, pretendedSlurm } from './pretended-slurm';

const digits: ExperimentInput = {
  name: 'Digits',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [4] },
  training: { samples: 1, epochs: 1 },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

let slurm: PretendedSlurm;
let home: string;
let core: Core;
beforeEach(() => {
  slurm = pretendedSlurm();
  vi.stubEnv('PATH', slurm.environment.PATH);
  home = temporaryFolder();
  core = newCore();
});
afterEach(async () => {
  await core.close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function newCore(): Core {
  return createCore({
    home,
    cache: join(home, 'cache'),
    launcher: new ScriptedLauncher(goodWorker),
    shell: 'browser',
    jobTimings: { logMs: 20, slurmMs: 50, graceMs: 100 },
  });
}

function submitted() {
  return core.api.runOnCluster(experimentSchema.parse(digits), {});
}

function untilRun(runId: string, like: object): Promise<void> {
  return vi.waitFor(async () => expect(await core.api.run(runId)).toMatchObject(like), { timeout: 20_000 });
}

describe('of a run that cannot be stored', () => {
  beforeEach(() => {
    vi.spyOn(RunWriter.prototype, 'create').mockImplementationOnce(() => {
      throw new Error('The disk is full.');
    });
  });

  test('the job is cancelled, and nothing is left', async () => {
    await expect(submitted()).rejects.toThrow('The disk is full.');
    expect(slurm.calls()).toContain('scancel 7');
    expect(readdirSync(join(home, 'runs'))).toEqual([]);
  });

  test('the folder stays where SLURM does not cancel the job, which is named', async () => {
    slurm.does('scancel', 'echo "scancel: error: Unable to contact slurm controller" >&2; exit 1');
    await expect(submitted()).rejects.toThrow(/Its job 7 is submitted all the same.*scancel 7/);
    const [runId = ''] = readdirSync(join(home, 'runs'));
    expect(existsSync(join(home, 'runs', runId, 'cluster', 'job.sh'))).toBe(true);
  });
});

describe('what is kept of the job of a run that nobody follows', () => {
  let runId: string;
  let kept: string;
  beforeEach(async () => {
    runId = (await submitted()).runId;
    await core.close();
    kept = join(home, 'runs', runId, 'cluster.json');
  });

  test('is looked at again while it cannot be read, and the run goes on', async () => {
    renameSync(kept, `${kept}.aside`);
    mkdirSync(kept);
    core = newCore();
    await vi.waitFor(async () =>
      expect(await core.api.run(runId)).toMatchObject({
        status: 'queued',
        reason: expect.stringMatching(
          /^Which job of SLURM trains the run cannot be told now: .*cluster\.json/,
        ),
      }),
    );
    await expect(core.api.stop(runId)).rejects.toThrow(
      'Which job of SLURM trains the run cannot be told now',
    );
    rmdirSync(kept);
    renameSync(`${kept}.aside`, kept);
    slurm.does('scontrol', 'echo "JobId=7 JobState=RUNNING NodeList=n1"');
    await vi.waitFor(
      async () => expect(await core.api.run(runId)).toMatchObject({ status: 'preparing', reason: '' }),
      { timeout: 20_000 },
    );
  });

  test('ends the run where it is gone', async () => {
    rmSync(kept);
    core = newCore();
    await vi.waitFor(async () =>
      expect(await core.api.run(runId)).toMatchObject({
        status: 'interrupted',
        reason: expect.stringContaining('cluster.json'),
      }),
    );
  });
});

function stepRecord(step: number): string {
  return JSON.stringify({
    type: 'points',
    names: ['train.loss'],
    steps: [step],
    epochs: [1],
    times: [step],
    values: [0.5],
  });
}

test('a run is over though its posterior is damaged, which is said', async () => {
  const { runId } = await submitted();
  const folder = join(home, 'runs', runId, 'cluster');
  writeFileSync(join(folder, 'posterior.safetensors'), 'damaged');
  const outcome = { status: 'finished', reason: '', ended: 3, metrics: { 'test.nll': 0.25 } };
  const end = JSON.stringify({ type: 'end', points: 1, lines: 0, ...outcome });
  writeFileSync(join(folder, 'run.json'), `[\n${stepRecord(1)},\n${end}\n]\n`);
  await untilRun(runId, { status: 'finished' });
  const { metrics } = await core.api.run(runId);
  expect(metrics).toMatchObject({ 'test.nll': 0.25 });
  const lines = await core.api.logs(runId, 0);
  const told = lines.filter(({ text }) =>
    text.startsWith('The posterior did not come into the run’s folder'),
  );
  expect(told).toMatchObject([{ level: 'error', text: expect.stringContaining(folder) }]);
});

describe('a run whose job failed after a checkpoint', () => {
  let runId: string;
  let folder: string;
  beforeEach(async () => {
    runId = (await submitted()).runId;
    folder = join(home, 'runs', runId, 'cluster');
    const upToFirst = `[\n${stepRecord(1)}`;
    writeFileSync(join(folder, 'run.json'), `${upToFirst},\n${stepRecord(2)},\n${stepRecord(3)}\n`);
    const told = { file: 'checkpoint-1.pt', step: 1, logBytes: upToFirst.length };
    writeFileSync(join(folder, 'checkpoint.json'), JSON.stringify(told));
    slurm.does('scontrol', 'echo "JobId=7 JobState=FAILED ExitCode=1:0 NodeList=n1"');
    await untilRun(runId, { status: 'failed' });
    slurm.does('scontrol', 'echo "JobId=8 JobState=PENDING Reason=Priority"');
    slurm.does('sbatch', 'echo 8');
  });

  async function steps(): Promise<readonly number[]> {
    const points = await core.api.metrics(runId, 0);
    return points.map(({ step }) => step);
  }

  test('goes on from there as another job', async () => {
    expect(await steps()).toEqual([1, 2, 3]);
    await core.api.continueOnCluster(runId, {});
    await untilRun(runId, { status: 'queued', reason: expect.stringContaining('Job 8 in SLURM') });
    expect(await steps()).toEqual([1]);
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(`[\n${stepRecord(1)}`);
  });

  test('is not continued while a job of it is still in SLURM', async () => {
    slurm.does('squeue', 'echo 7');
    await expect(core.api.continueOnCluster(runId, {})).rejects.toThrow(
      `Job 7 of run ${runId} is still in SLURM; the run can be continued once it is gone`,
    );
    expect(slurm.calls().filter((call) => call.startsWith('sbatch'))).toHaveLength(1);
    expect(await core.api.run(runId)).toMatchObject({ status: 'failed' });
  });

  test('is as it was where SLURM does not take another job', async () => {
    const before = await core.api.run(runId);
    slurm.does('sbatch', 'echo "sbatch: error: Batch job submission failed: Invalid qos" >&2; exit 1');
    await expect(core.api.continueOnCluster(runId, { processes: 1, nodes: 1 })).rejects.toThrow(
      'SLURM does not take the job: Invalid qos.',
    );
    expect(await core.api.run(runId)).toEqual(before);
    expect(await steps()).toEqual([1, 2, 3]);
    slurm.does('sbatch', 'echo 8');
    await core.api.continueOnCluster(runId, {});
    await untilRun(runId, { status: 'queued' });
    expect(await steps()).toEqual([1]);
  });

  test('is not begun again where its checkpoint cannot be read now', async () => {
    writeFileSync(join(folder, 'checkpoint.json'), '{');
    await expect(core.api.continueOnCluster(runId, {})).rejects.toThrow('checkpoint.json is damaged');
    expect(await steps()).toEqual([1, 2, 3]);
    expect(await core.api.run(runId)).toMatchObject({ status: 'failed' });
  });
});

test('a job that a process of another login node follows is left to it, and taken over once that is gone', async () => {
  const { runId } = await submitted();
  await core.close();
  const there = '1@another-boot-7@login2';
  const heartbeat = join(home, 'processes', `${there}.alive`);
  const store = openStore(home);
  expect(store.continuation.takeOver(runId, clusterOwner(''), clusterOwner(there))).toBe(true);
  writeFileSync(heartbeat, '');
  const looks = () => slurm.calls().filter((call) => call.startsWith('scontrol')).length;
  const before = looks();
  core = newCore();
  await expect(core.api.stop(runId)).rejects.toThrow('is followed by another Parasample process');
  // Several times as long as it takes to look for jobs that nobody follows.
  await pause(500);
  expect(looks()).toBe(before);
  expect(store.reader.open()).toMatchObject([{ owner: clusterOwner(there) }]);
  rmSync(heartbeat);
  // Hours pass in seconds.
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * now());
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(before), { timeout: 20_000 });
  store.close();
});

test('a job that another process follows by now, since this one gave no sign of life, is left to it', async () => {
  const { runId } = await submitted();
  const there = '1@another-boot-7@login2';
  const left: string[] = [];
  core.subscribe((event) => {
    if (event.type === 'left') left.push(event.reason);
  });
  const store = openStore(home);
  writeFileSync(join(home, 'processes', `${there}.alive`), '');
  expect(store.continuation.takeOver(runId, clusterOwner(ownProcess()), clusterOwner(there))).toBe(true);
  await vi.waitFor(() => expect(left).toHaveLength(1), { timeout: 20_000 });
  expect(left[0]).toContain('process 1 on login2');
  await expect(core.api.stop(runId)).rejects.toThrow('is followed by another Parasample process');
  await expect(core.api.endNow(runId)).rejects.toThrow('is followed by another Parasample process');
  expect(slurm.calls().filter((call) => call.startsWith('scancel'))).toEqual([]);
  expect(store.reader.standing(runId)).toMatchObject({ owner: clusterOwner(there) });
  // That one ends without a word, and this one follows the job again.
  store.continuation.takeOver(runId, clusterOwner(there), clusterOwner(''));
  await vi.waitFor(() => expect(store.reader.standing(runId)?.owner).toBe(clusterOwner(ownProcess())), {
    timeout: 20_000,
  });
  await core.api.endNow(runId);
  await untilRun(runId, { status: 'stopped' });
  store.close();
});
