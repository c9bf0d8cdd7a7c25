import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CrashBudget } from '../../src-main/runs/crew/crash-budget';
import { DeviceReturn } from '../../src-main/runs/crew/device-return';
import { stepOfNewest } from '../../src-main/runs/newest-checkpoint';
import type { RunTimings } from '../../src-main/runs/run-timings';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { encodeCheckpoint } from '../../src-shared/formats/checkpoint-file';
import { checkpointName, checkpointsFolder, recoveryName } from '../../src-shared/formats/checkpoint-names';
import type { MetricPoint } from '../../src-shared/metrics';
import type { FromWorker, WorkerTask } from '../../src-shared/protocol/worker-protocol';
import { tookSeconds } from '../../src-shared/runs/run-time';
import { goodWorker, patientWorker, type ScriptedWorker } from './scripted-launcher';
import { scriptedSupervisor } from './scripted-supervisor';

const experiment = (...ids: string[]) =>
  experimentSchema.parse({
    name: 'Demo',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: ids.length > 1 ? 'sp' : 'local', devices: ids },
  });

const slots = ['cpu:0', 'cpu:1', 'cpu:2'];

/** @param present the slots that the machine has at any time */
const setUp = (
  script: (worker: ScriptedWorker) => void,
  timings: Partial<RunTimings> = {},
  present: ReadonlySet<string> = new Set(slots),
) =>
  scriptedSupervisor(script, {
    timings: { restartMs: 1, ...timings },
    slots: () => slots.filter((id) => present.has(id)),
  });

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
      // Kept on the disk, where a person's stop or another crash leaves it.
      expect(checkpoint).toBe(join(rig.supervisor.runFolder(id), 'checkpoints', checkpointName(7)));
      expect(split.parallel).toMatchObject({ mode: 'sp', devices: ['cpu:0', 'cpu:1'] });
    }
    // Step 8 is measured again; goodWorker has a step 1 of its own, told by both.
    expect(learned(rig, id)).toEqual([
      [6, 6],
      [7, 7],
      [1, 2],
    ]);
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContainEqual(expect.stringMatching(/^Worker 2 on cpu:2 was ended from outside/));
    expect(notes).toContain(
      'Training goes on after step 7 on cpu:0, cpu:1; cpu:2 will be looked for again after 60 s.',
    );
    expect(rig.supervisor.summary(id).experiment.parallel.devices).toEqual(['cpu:0', 'cpu:1', 'cpu:2']);
  });

  test('costs nothing that was told: all workers hear which steps are on the disk and keep the rest', async () => {
    const rig = setUp(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    const keptBy = () =>
      rig.launcher.workers.map(({ received }) =>
        received.flatMap((message) => (message.type === 'kept' ? [message.step] : [])),
      );
    const own = { ...lossAt(9), name: 'worker.0.stepMs' };
    rig.launcher.workers[0].say({ type: 'metrics', points: [lossAt(6), lossAt(7), own] });
    await vi.waitFor(() => expect(keptBy()).toEqual([[7], [7]]), { interval: 5 });
    const other = new Sqlite(join(rig.home, 'parasample.sqlite'));
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    rig.launcher.workers[0].say({ type: 'metrics', points: [lossAt(8)] });
    // A spool is on the disk too.
    await vi.waitFor(() =>
      expect(keptBy()).toEqual([
        [7, 8],
        [7, 8],
      ]),
    );
    expect(learned(rig, id).at(-1)).toEqual([7, 7]);
    other.exec('ROLLBACK');
  });

  test('is told of at once, while the others still finish their step', async () => {
    const rig = setUp(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    rig.launcher.workers[1].exit(null, 'SIGKILL');
    await vi.waitFor(() => expect(rig.store.reader.logs(id, 0).at(-1)?.text).toMatch(/^Worker 1 on cpu:1/));
    expect(rig.launcher.workers).toHaveLength(2);
  });

  test('that was ended before all had met is not waited for', async () => {
    const silent = (worker: ScriptedWorker) => worker.say({ type: 'hello' });
    const rig = setUp((worker) => (rig.launcher.workers.length <= 2 ? silent : goodWorker)(worker));
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await vi.waitFor(() => expect(rig.launcher.workers[1].received).toHaveLength(1));
    rig.launcher.workers[1].exit(null, 'SIGKILL');
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[2].task).toMatchObject({ device: 'cpu:0', workers: 1 });
  });

  test('that never started leaves the run to those that did', async () => {
    const silent = (worker: ScriptedWorker) =>
      worker === rig.launcher.workers[0] && worker.say({ type: 'hello' });
    const rig = setUp((worker) => (rig.launcher.workers.length <= 2 ? silent : goodWorker)(worker), {
      startMs: 20,
    });
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[2].task).toMatchObject({ device: 'cpu:0', workers: 1 });
    expect(rig.launcher.workers[1].signals).toContain('SIGKILL');
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContain('Worker 1 on cpu:1 did not start within 0 s.');
  });

  test('leaves no folder in memory: what the others wrote there is on the disk', async () => {
    const rig = setUp(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    const [first, second] = rig.launcher.workers;
    second.exit(null, 'SIGKILL');
    miss(first, 1, 5);
    await vi.waitFor(() => expect(rig.launcher.workers).toHaveLength(3));
    expect(existsSync(first.task.exchangeFolder)).toBe(false);
    await vi.waitFor(() => expect(existsSync(rig.launcher.workers[2].task.exchangeFolder)).toBe(true));
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

  test('leaves a run that scores what it has learned where it is told to stop while the others read the data', async () => {
    const loading = (worker: ScriptedWorker) => {
      worker.onReceived = ({ type }) => {
        if (type === 'train') worker.say({ type: 'phase', phase: 'loading' });
      };
      worker.say({ type: 'hello' });
    };
    const rig = setUp((worker) => (rig.launcher.workers.length <= 2 ? patientWorker : loading)(worker));
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    const [first, second] = rig.launcher.workers;
    second.exit(null, 'SIGKILL');
    miss(first, 1, 5);
    await vi.waitFor(() => expect(rig.launcher.workers[2]?.received).toMatchObject([{ type: 'train' }]));
    rig.supervisor.stop(id);
    const third = rig.launcher.workers[2];
    expect(third.received.at(-1)).toEqual({ type: 'stop' });
    third.say({ type: 'phase', phase: 'training' });
    third.say({ type: 'finished', stopped: true, finalMetrics: { 'test.accuracy': 0.75 } });
    third.exit(0);
    await rig.until(id, 'stopped');
    expect(rig.supervisor.summary(id).metrics).toMatchObject({ 'test.accuracy': 0.75 });
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

describe('a device that was lost', () => {
  const present = new Set<string>();

  /** What a worker was asked to do; that points are kept it hears at any time. */
  const askedOf = ({ received }: ScriptedWorker) =>
    received.map(({ type }) => type).filter((type) => type !== 'kept');

  /** A run on two devices whose second has been lost; its workers pause and leave where they are asked to. */
  async function reduced(timings: Partial<RunTimings> = {}) {
    for (const id of ['cpu:0', 'cpu:1', 'cpu:2']) present.add(id);
    const rig = setUp(leavingWorker, { returnMs: 10, ...timings }, present);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    present.delete('cpu:1');
    const [first, second] = rig.launcher.workers;
    second.exit(null, 'SIGKILL');
    miss(first, 1, 5);
    await vi.waitFor(() => expect(rig.launcher.workers).toHaveLength(3));
    return { rig, id };
  }

  /** Leaves at step 8 when it is asked to. */
  function leavingWorker(worker: ScriptedWorker): void {
    patientWorker(worker);
    const others = worker.onReceived;
    worker.onReceived = (message) => {
      if (message.type !== 'leave') return others(message);
      const { task } = worker;
      writeFileSync(join(task.exchangeFolder, recoveryName(task.rank)), checkpointOf(task, 8));
      worker.say({ type: 'left' });
      worker.exit(0);
    };
  }

  test('is taken in again once it is there, from the step at which the others stood', async () => {
    const { rig, id } = await reduced();
    await rig.until(id, 'running');
    expect(askedOf(rig.launcher.workers[2])).toEqual(['train']);
    present.add('cpu:1');
    await vi.waitFor(() => expect(rig.launcher.workers).toHaveLength(5));
    await rig.until(id, 'running');
    const tasks = rig.launcher.workers.slice(3).map(({ task }) => task);
    expect(tasks.map(({ device, workers }) => [device, workers])).toEqual([
      ['cpu:0', 2],
      ['cpu:1', 2],
    ]);
    for (const { checkpoint, experiment: split } of tasks) {
      expect(checkpoint).toMatch(/step-00000008/);
      expect(split).toEqual(rig.supervisor.summary(id).experiment);
    }
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContain('Training goes on after step 8 on cpu:0, cpu:1, with cpu:1 again.');
  });

  test('is not taken in while the run is paused, but once it goes on', async () => {
    const { rig, id } = await reduced();
    await rig.until(id, 'running');
    rig.supervisor.pause(id);
    await rig.until(id, 'paused');
    present.add('cpu:1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(askedOf(rig.launcher.workers[2])).toEqual(['train', 'pause']);
    rig.supervisor.resume(id);
    await vi.waitFor(() => expect(rig.launcher.workers).toHaveLength(5));
  });

  test('does not undo a pause that was asked for while it is taken in', async () => {
    const { rig, id } = await reduced();
    await rig.until(id, 'running');
    const third = rig.launcher.workers[2];
    const others = third.onReceived;
    third.onReceived = (message) => {
      // The person is quicker than the worker's word that it waits.
      if (message.type === 'pause' && askedOf(third).length === 2) rig.supervisor.pause(id);
      else others(message);
    };
    present.add('cpu:1');
    await vi.waitFor(() => expect(rig.launcher.workers).toHaveLength(5));
    await rig.until(id, 'paused');
  });

  test('keeps what was trained where the run is stopped while it is taken in', async () => {
    const { rig, id } = await reduced();
    await rig.until(id, 'running');
    const third = rig.launcher.workers[2];
    const others = third.onReceived;
    third.onReceived = (message) => {
      if (message.type === 'leave') rig.supervisor.stop(id);
      if (message.type !== 'stop') others(message);
    };
    present.add('cpu:1');
    await rig.until(id, 'stopped');
    expect(rig.launcher.workers).toHaveLength(3);
    await rig.supervisor.continueRun(id);
    await vi.waitFor(() => expect(rig.launcher.workers.at(-1)?.task.checkpoint).toMatch(/step-00000008/));
  });

  test('waits twice as long with every loss, so that one that always fails does not use up what a run bears', () => {
    const waits = [1, 2, 3].map((losses) => {
      const returns = new DeviceReturn(60_000, () => {});
      for (let loss = 0; loss < losses; loss += 1) returns.noteLoss();
      return returns.waitMs;
    });
    expect(waits).toEqual([60_000, 120_000, 240_000]);
    const budget = new CrashBudget(500);
    let time = 0;
    for (const wait of [...waits, 480_000, 960_000]) {
      expect(budget.take(time)).toBeDefined();
      time += wait;
    }
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
  const patientThenGood = (patient = 1) => {
    let launched = 0;
    return (worker: ScriptedWorker) => (++launched <= patient ? patientWorker : goodWorker)(worker);
  };

  test('goes on as the same run from its newest checkpoint that is whole, and says which it passed over', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(4);
    write(5);
    write(6, (bytes) => bytes.subarray(0, bytes.length - 9));
    expect(stepOfNewest(rig.supervisor.runFolder(id))).toBe(6);
    const before = rig.store.reader.points(id, 0).at(-1)?.id ?? 0;
    await rig.supervisor.continueRun(id);
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[1].task.checkpoint).toMatch(/step-00000005\.safetensors$/);
    expect(learned(rig, id)).toEqual([
      [4, 4],
      [5, 5],
      [1, 2],
    ]);
    // A view that has asked for points up to `before` must not miss what came in their place.
    expect(rig.store.reader.points(id, before)).toHaveLength(1);
    const notes = rig.store.reader.logs(id, 0).map(({ text }) => text);
    expect(notes).toContainEqual(expect.stringMatching(/^Passed over: .*step-00000006/));
    expect(rig.supervisor.list()).toHaveLength(1);
  });

  test('that was on one device goes on on several by sampling parallelism', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(5);
    const run = await rig.supervisor.continueRun(id, ['cpu:0', 'cpu:2']);
    expect(run.experiment.parallel).toMatchObject({ mode: 'sp', devices: ['cpu:0', 'cpu:2'] });
    await rig.until(id, 'finished');
    expect(rig.launcher.workers.slice(1).map(({ task }) => task.checkpoint)).toEqual([
      expect.stringMatching(/step-00000005/),
      expect.stringMatching(/step-00000005/),
    ]);
  });

  test('goes on on other devices where they are named', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(5);
    await rig.supervisor.continueRun(id, ['cpu:2']);
    await rig.until(id, 'finished');
    expect(rig.launcher.workers[1].task.device).toBe('cpu:2');
  });

  test('keeps its start, and leaves out of its duration what lay between its pieces', async () => {
    const { rig, id, write } = await stopped(patientThenGood());
    write(5);
    const { started, ended } = rig.supervisor.summary(id);
    await rig.supervisor.continueRun(id);
    await rig.until(id, 'finished');
    const run = rig.supervisor.summary(id);
    expect(run.started).toBe(started);
    expect(run.gaps).toEqual([{ from: ended, to: expect.any(Number) }]);
    const [{ to = 0 }] = run.gaps ?? [];
    expect(tookSeconds(run)).toBeCloseTo(((ended ?? 0) - (started ?? 0) + (run.ended ?? 0) - to) / 1000, 9);
  });

  test('goes on from its checkpoint as well where it is given other devices while it waits', async () => {
    const { rig, id, write } = await stopped(patientThenGood(2));
    write(5);
    const { started } = rig.supervisor.summary(id);
    const holder = await rig.supervisor.start(experiment('cpu:0'));
    await rig.supervisor.continueRun(id);
    await rig.supervisor.assignDevices(id, ['cpu:2']);
    await rig.until(id, 'finished');
    const { task } = rig.launcher.workers.at(-1) as ScriptedWorker;
    expect([task.device, task.checkpoint]).toEqual([
      'cpu:2',
      expect.stringMatching(/step-00000005\.safetensors$/),
    ]);
    expect(rig.supervisor.summary(id).started).toBe(started);
    rig.supervisor.stop(holder.id);
    await rig.over(holder.id);
  });

  test('begins again where it has no checkpoint', async () => {
    const { rig, id } = await stopped(patientThenGood());
    expect(stepOfNewest(rig.supervisor.runFolder(id))).toBe(0);
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
