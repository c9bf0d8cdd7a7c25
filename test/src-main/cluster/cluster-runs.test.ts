import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Core, createCore } from '../../../src-main/api/core';
import { RunWriter } from '../../../src-main/store/run-writer';
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

test('a run is over though its posterior is damaged, which is said', async () => {
  const { runId } = await submitted();
  const folder = join(home, 'runs', runId, 'cluster');
  writeFileSync(join(folder, 'posterior.safetensors'), 'damaged');
  const record = (value: object) => JSON.stringify(value);
  writeFileSync(
    join(folder, 'run.json'),
    `[\n${[
      record({ type: 'points', names: ['train.loss'], steps: [1], epochs: [1], times: [2], values: [0.5] }),
      record({ type: 'end', status: 'finished', reason: '', ended: 3, points: 1, lines: 0, metrics: { 'test.nll': 0.25 } }),
    ].join(',\n')}\n]\n`,
  );
  await vi.waitFor(async () => expect(await core.api.run(runId)).toMatchObject({ status: 'finished' }), {
    timeout: 20_000,
  });
  const { metrics } = await core.api.run(runId);
  expect(metrics).toMatchObject({ 'test.nll': 0.25 });
  const lines = await core.api.logs(runId, 0);
  const told = lines.filter(({ text }) => text.startsWith('The posterior did not come into the run’s folder'));
  expect(told).toMatchObject([{ level: 'error', text: expect.stringContaining(folder) }]);
});
