import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { type RunTimings, usualTimings } from '../../src-main/runs/run-timings';
import { openStore } from '../../src-main/store/store';
import { encodeCheckpoint } from '../../src-shared/checkpoint-file';
import { checkpointName, checkpointsFolder, recoveryName } from '../../src-shared/checkpoint-names';
import { experimentSchema } from '../../src-shared/experiment';
import type { MetricPoint } from '../../src-shared/metrics';
import { isOver, type RunStatus } from '../../src-shared/runs';
import type { FromWorker, WorkerTask } from '../../src-shared/worker-protocol';
import { temporaryFolder } from '../temporary-folder';
import { goodWorker, patientWorker, ScriptedLauncher, type ScriptedWorker } from './scripted-launcher';

const experiment = (...ids: string[]) =>
  experimentSchema.parse({
    name: 'Demo',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: ids.length > 1 ? 'sp' : 'local', devices: ids },
  });

function setUp(script: (worker: ScriptedWorker) => void, timings: Partial<RunTimings> = {}) {
  const home = temporaryFolder();
  const store = openStore(home, { busyTimeoutMs: 10 });
  const launcher = new ScriptedLauncher(script);
  const supervisor = new RunSupervisor({
    store,
    launcher,
    home,
    cacheFolder: join(home, 'cache'),
    engine: () => ({ choice: { kind: 'javascript' }, text: 'JavaScript', usesGpus: false }),
    devices: async () =>
      [0, 1, 2].map((index) => ({
        kind: 'cpu',
        id: `cpu:${index}`,
        name: `CPU slot ${index}`,
        cores: 4,
        totalMemoryMB: 8000,
        usedMemoryMB: 1000,
      })),
    onEvent: () => {},
    environment: {},
    cores: 4,
    timings: { ...usualTimings, tickMs: 5, settleMs: 20, exitMs: 20, restartMs: 1, ...timings },
  });
  onTestFinished(async () => {
    await supervisor.close();
    store.close();
  });
  const statusOf = (id: string) => supervisor.summary(id).status;
  const until = (id: string, status: RunStatus) =>
    vi.waitFor(() => expect(statusOf(id)).toBe(status), { timeout: 5000, interval: 5 });
  const over = (id: string) =>
    vi.waitFor(() => expect(isOver(statusOf(id))).toBe(true), { timeout: 5000, interval: 5 });
  return { home, store, launcher, supervisor, until, over };
}

const lossAt = (step: number, value = step): MetricPoint => ({
  name: 'train.loss',
  step,
  epoch: step / 10,
  time: 1,
  value,
});

/** The bytes of a checkpoint of this run after `step`, which reports its last step again. */
function checkpointOf(
  { runId, experiment }: Pick<WorkerTask, 'runId' | 'experiment'>,
  step: number,
): Uint8Array {
  return encodeCheckpoint({
    runId,
    experiment,
    state: {
      step,
      isValidated: true,
      earlyStopping: { best: Infinity, epochsSinceBest: 0 },
      validationNll: Infinity,
      bestKept: Infinity,
      points: [lossAt(step)],
      pointsAfter: step - 1,
    },
    parameters: [],
    moments: [],
  });
}

/** What a worker does that misses the one with rank `lost`: leaves where it stands, says so, and ends. */
function miss(worker: ScriptedWorker, lost: number, step: number): void {
  const { task } = worker;
  writeFileSync(join(task.exchangeFolder, recoveryName(task.rank)), checkpointOf(task, step));
  worker.say({ type: 'failed', kind: 'failed', message: `Worker ${lost} is gone.`, lostPeer: lost });
  worker.exit(0);
}

const learned = (rig: ReturnType<typeof setUp>, id: string) =>
  rig.store.reader
    .points(id, 0)
    .filter(({ name }) => name === 'train.loss')
    .map(({ step, value }) => [step, value]);

describe('a lost worker', () => {
  test('is replaced by those that stay, who go on after the last step that any of them had finished', async () => {
    const rig = setUp((worker) => (rig.launcher.workers.length <= 3 ? patientWorker : goodWorker)(worker));
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1', 'cpu:2'));
    await rig.until(id, 'running');
    const [first, second, third] = rig.launcher.workers;
    first.say({ type: 'metrics', points: [lossAt(6), lossAt(7), lossAt(8, Number.NaN)] });
    third.exit(null, 'SIGKILL');
    miss(first, 2, 6);
    miss(second, 2, 7);
    await rig.until(id, 'finished');
    const later = rig.launcher.workers.slice(3).map(({ task }) => task);
    expect(later.map(({ device, workers }) => [device, workers])).toEqual([
      ['cpu:0', 2],
      ['cpu:1', 2],
    ]);
    for (const { checkpoint, experiment: split } of later) {
      expect(checkpoint).toMatch(/recovery-1\.safetensors$/);
      expect(split.parallel).toMatchObject({ mode: 'sp', devices: ['cpu:0', 'cpu:1'] });
    }
    // The new crew reports step 7 again, and goodWorker a step 1 of its own.
    expect(learned(rig, id)).toEqual([
      [6, 6],
      [1, 2],
      [1, 2],
    ]);
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContainEqual(
      expect.stringMatching(/^Worker 2 on cpu:2 was ended from outside .*after step 7 on cpu:0, cpu:1\.$/),
    );
    expect(rig.supervisor.summary(id).experiment.parallel.devices).toEqual(['cpu:0', 'cpu:1', 'cpu:2']);
  });

  test('that was the only one begins again, from the start where there is no checkpoint', async () => {
    const rig = setUp((worker) => (rig.launcher.workers.length === 1 ? patientWorker : goodWorker)(worker));
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    rig.launcher.workers[0].exit(null, 'SIGSEGV');
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[1].task.checkpoint).toBeUndefined();
  });

  test('for the fourth time within five minutes fails the run with the cause', async () => {
    const crashing = (worker: ScriptedWorker) => {
      worker.onReceived = ({ type }) => type === 'train' && worker.exit(null, 'SIGSEGV');
      worker.say({ type: 'hello' });
    };
    const rig = setUp(crashing);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.over(id);
    expect(rig.launcher.workers).toHaveLength(4);
    expect(rig.supervisor.summary(id)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^Worker 0 on cpu:0 crashed \(SIGSEGV\).*three times in five minutes\.$/),
    });
  });

  test('is no reason to go on where another said what is wrong', async () => {
    const rig = setUp(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    const said: FromWorker = { type: 'failed', kind: 'failed', message: 'Training diverged.' };
    rig.launcher.workers[0].say(said);
    rig.launcher.workers[1].exit(1);
    await rig.over(id);
    expect(rig.supervisor.summary(id)).toMatchObject({ status: 'failed', reason: 'Training diverged.' });
    expect(rig.launcher.workers).toHaveLength(2);
  });

  test('leaves a run that is told to stop before the others begin again', async () => {
    const rig = setUp(patientWorker, { restartMs: 60_000 });
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    rig.launcher.workers[0].exit(null, 'SIGKILL');
    await vi.waitFor(() => expect(rig.store.reader.logs(id, 0).at(-1)?.text).toMatch(/Training goes on/));
    rig.supervisor.stop(id);
    await rig.until(id, 'stopped');
  });
});

describe('a run that is over but not finished', () => {
  async function stopped(script: (worker: ScriptedWorker) => void) {
    const rig = setUp(script);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    rig.launcher.workers[0].say({ type: 'metrics', points: [lossAt(4), lossAt(5), lossAt(6)] });
    rig.supervisor.stop(id);
    await rig.until(id, 'stopped');
    const folder = join(rig.supervisor.runFolder(id), checkpointsFolder);
    mkdirSync(folder);
    const write = (step: number, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) =>
      writeFileSync(
        join(folder, checkpointName(step)),
        change(checkpointOf(rig.launcher.workers[0].task, step)),
      );
    return { rig, id, write };
  }
  const patientThenGood = () => {
    let launched = 0;
    return (worker: ScriptedWorker) => (++launched === 1 ? patientWorker : goodWorker)(worker);
  };

  test('goes on as the same run from its newest checkpoint that is whole, and says which it passed over', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(4);
    write(5);
    write(6, (bytes) => bytes.subarray(0, bytes.length - 9));
    const before = rig.store.reader.points(id, 0).at(-1)?.id ?? 0;
    await rig.supervisor.continueRun(id);
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[1].task.checkpoint).toMatch(/step-00000005\.safetensors$/);
    expect(learned(rig, id)).toEqual([
      [4, 4],
      [1, 2],
    ]);
    // A view that has asked for points up to `before` must not miss what came in their place.
    expect(rig.store.reader.points(id, before)).toHaveLength(1);
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContainEqual(expect.stringMatching(/^Passed over: .*step-00000006/));
    expect(rig.supervisor.list()).toHaveLength(1);
  });

  test('goes on on other devices where they are named', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(5);
    await rig.supervisor.continueRun(id, ['cpu:2']);
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[1].task.device).toBe('cpu:2');
  });

  test('begins again where it has no checkpoint', async () => {
    const { rig, id } = await stopped(patientThenGood());
    await rig.supervisor.continueRun(id);
    await rig.until(id, 'finished');
    expect(learned(rig, id)).toEqual([[1, 2]]);
  });

  test('is not continued twice, nor once it is finished', async () => {
    const { rig, id } = await stopped(patientThenGood());
    await rig.supervisor.continueRun(id);
    await expect(rig.supervisor.continueRun(id)).rejects.toThrow(/cannot be continued/);
    await rig.until(id, 'finished');
    await expect(rig.supervisor.continueRun(id)).rejects.toThrow('is finished; it cannot be continued');
  });
});
