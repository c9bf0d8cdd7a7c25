import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ownProcess } from '../../src-main/processes/owner-process';
import type { RunTimings } from '../../src-main/runs/run-timings';
import { openStore } from '../../src-main/store/store';
import { BadInputError } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs/runs';
import { goodWorker, patientWorker, type ScriptedWorker } from './scripted-launcher';
import { scriptedSupervisor } from './scripted-supervisor';

const experiment = (...ids: string[]) => ({
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: ids.length > 1 ? 'sp' : 'local', devices: ids },
});

async function overOf(rig: ReturnType<typeof scriptedSupervisor>, id: string) {
  await vi.waitFor(() => expect(isOver(rig.supervisor.summary(id).status)).toBe(true));
  return rig.supervisor.summary(id);
}

describe('a run', () => {
  test('goes through its states, keeps what its workers report, and finishes', async () => {
    const rig = scriptedSupervisor(goodWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    expect(id).toMatch(/^demo-[0-9a-f]{4}$/);
    await rig.until(id, 'finished');
    const run = rig.supervisor.summary(id);
    expect(run).toMatchObject({
      reason: '',
      engine: 'JavaScript',
      progress: { phase: 'saving', step: 4, totalSteps: 4, epoch: 2 },
      metrics: { 'test.accuracy': 0.97, 'train.loss': 2 },
    });
    expect(rig.store.reader.points(id, 0)).toHaveLength(2);
    expect(run.ended).toBeGreaterThanOrEqual(run.started ?? Infinity);
    expect(existsSync(join(rig.home, 'runs', id))).toBe(true);
  });

  test('gives each worker its rank, its device and the cores it shares', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:2'));
    await rig.until(id, 'running');
    const tasks = rig.launcher.workers.map(({ task }) => task);
    expect(tasks.map(({ rank, workers, device }) => [rank, workers, device])).toEqual([
      [0, 2, 'cpu:0'],
      [1, 2, 'cpu:2'],
    ]);
    expect(tasks[0]?.runFolder).toBe(join(rig.home, 'runs', id));
    expect(rig.launcher.workers.map(({ environment }) => environment.OMP_NUM_THREADS)).toEqual(['2', '2']);
  });

  test('tells the views of its states, and that points and log lines are new', async () => {
    const rig = scriptedSupervisor(goodWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'finished');
    const states = rig.events.flatMap((event) => (event.type === 'run' ? [event.run.status] : []));
    expect([states[0], states.at(-1)]).toEqual(['queued', 'finished']);
    expect(rig.events).toContainEqual({ type: 'news', runId: id, hasLines: true });
  });

  test("keeps its workers' output as log lines with their rank", async () => {
    const rig = scriptedSupervisor(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    rig.launcher.workers[0]?.write('TensorFlow says something');
    await vi.waitFor(() =>
      expect(rig.store.reader.logs(id, 0)).toContainEqual(
        expect.objectContaining({ worker: 0, level: 'info', text: 'TensorFlow says something' }),
      ),
    );
  });

  test('leaves no exchange folder behind', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    const folder = rig.launcher.workers[0]?.task.exchangeFolder ?? '';
    expect(existsSync(folder)).toBe(true);
    rig.supervisor.stop(id);
    await rig.until(id, 'stopped');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('bad input is refused before anything is written', () => {
  test.each([
    ['a wrong setting', { ...experiment('cpu:0'), seed: -1 }, /^seed: /],
    ['an unknown setting', { ...experiment('cpu:0'), sead: 1 }, /^sead: There is no such setting\./],
    ['a device that is not there', experiment('cpu:9'), /cpu:9 is not on this machine, which has cpu:0/],
    [
      'data that is not there',
      { ...experiment('cpu:0'), data: { dataset: 'fashion-mnist', path: '/nowhere/at/all' } },
      /\/nowhere\/at\/all/,
    ],
  ])('%s', async (_what, input, message) => {
    const rig = scriptedSupervisor(goodWorker);
    const refusal = await rig.supervisor.start(input).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BadInputError);
    expect(String(refusal)).toMatch(new RegExp(message.source.replace('^', '')));
    expect([rig.supervisor.list(), rig.events, rig.launcher.workers]).toEqual([[], [], []]);
    expect(existsSync(join(rig.home, 'runs'))).toBe(false);
  });
});

describe('stopping', () => {
  test('lets the workers save, and the run is stopped with its scores', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(id, 'running');
    rig.supervisor.stop(id);
    await rig.until(id, 'stopped');
    expect(rig.supervisor.summary(id)).toMatchObject({
      reason: 'Stopped on request.',
      metrics: { 'test.accuracy': 0.5 },
    });
  });

  test('before training began ends the workers at once', async () => {
    const rig = scriptedSupervisor(() => {});
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    rig.supervisor.stop(id);
    await rig.until(id, 'stopped');
    expect(rig.supervisor.summary(id).reason).toBe('Stopped on request, before training began.');
  });

  test('by force does not wait', async () => {
    const rig = scriptedSupervisor((worker) => {
      patientWorker(worker);
      const train = worker.onReceived;
      worker.onReceived = (message) => message.type === 'train' && train(message);
    });
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    rig.supervisor.stopNow(id);
    expect((await overOf(rig, id)).reason).toBe('Ended at once, without scores; it can be continued.');
  });

  test('a run that is over is refused', async () => {
    const rig = scriptedSupervisor(goodWorker);
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'finished');
    expect(() => rig.supervisor.stop(id)).toThrow(`Run ${id} is over (finished); it cannot be stopped.`);
  });
});

describe('a failing worker of a run that is not elastic', () => {
  const failing = async (act: (workers: readonly ScriptedWorker[]) => void) => {
    const rig = scriptedSupervisor(patientWorker);
    const { parallel, ...rest } = experiment('cpu:0', 'cpu:1');
    const { id } = await rig.supervisor.start({ ...rest, parallel: { ...parallel, elastic: false } });
    await rig.until(id, 'running');
    act(rig.launcher.workers);
    const { status, reason } = await overOf(rig, id);
    expect(status).toBe('failed');
    expect(rig.launcher.workers.every(({ signals }) => signals.length <= 2)).toBe(true);
    return { rig, id, reason };
  };

  test('fails the run with what it said, ends its peers and is in the log', async () => {
    const { rig, id, reason } = await failing(([, second]) =>
      second?.say({ type: 'failed', kind: 'failed', message: 'Out of memory: lower samplesPerPass.' }),
    );
    expect(reason).toBe('Out of memory: lower samplesPerPass.');
    expect(rig.launcher.workers[0]?.signals).toContain('SIGTERM');
    expect(rig.store.reader.logs(id, 0).at(-1)).toMatchObject({ level: 'error', text: reason });
  });

  test('that is killed is named, not the peer that missed it', async () => {
    const { reason } = await failing(([first, second]) => {
      first?.say({ type: 'failed', kind: 'failed', message: 'Worker 1 is gone.', lostPeer: 1 });
      second?.exit(null, 'SIGKILL');
    });
    expect(reason).toMatch(/^Worker 1 on cpu:1 was ended from outside \(SIGKILL\)/);
  });

  test('that ends early without a word is named with its exit code', async () => {
    const { reason } = await failing(([first]) => first?.exit(7));
    expect(reason).toMatch(/^Worker 0 on cpu:0 ended before its work was done, with exit code 7;/);
  });

  test('that sends nonsense fails the run, not the app', async () => {
    const { reason } = await failing(([first]) => first?.sayAnything({ type: 'progress', step: 'many' }));
    expect(reason).toMatch(/^Worker 0 on cpu:0 sent a message that does not fit the protocol \(/);
  });

  test('that claims to be stopped though nobody asked fails the run', async () => {
    const { reason } = await failing((workers) => {
      for (const worker of workers) {
        worker.say({ type: 'finished', stopped: true, finalMetrics: {} });
        worker.exit(0);
      }
    });
    expect(reason).toMatch(/though nobody asked them to stop/);
  });

  test('that never says hello fails the run after the deadline, where none does', async () => {
    const rig = scriptedSupervisor(() => {}, { timings: { startMs: 20 } });
    const { id } = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    expect((await overOf(rig, id)).reason).toMatch(/^Worker 0 on cpu:0 did not start within 0 s\.$/);
    expect(rig.launcher.workers).toHaveLength(2);
  });
});

describe('runs side by side', () => {
  test('train at the same time on different devices', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const first = await rig.supervisor.start(experiment('cpu:0'));
    const second = await rig.supervisor.start(experiment('cpu:1'));
    await rig.until(first.id, 'running');
    await rig.until(second.id, 'running');
  });

  test('wait in order for a device that is busy', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const first = await rig.supervisor.start(experiment('cpu:0', 'cpu:1'));
    await rig.until(first.id, 'running');
    const second = await rig.supervisor.start(experiment('cpu:1'));
    expect(rig.supervisor.summary(second.id).status).toBe('queued');
    rig.supervisor.stop(first.id);
    await rig.until(second.id, 'running');
    expect(rig.supervisor.summary(first.id).status).toBe('stopped');
  });

  test('stop while they wait, without ever starting a worker', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const first = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(first.id, 'running');
    const second = await rig.supervisor.start(experiment('cpu:0'));
    rig.supervisor.stop(second.id);
    expect(rig.supervisor.summary(second.id)).toMatchObject({ status: 'stopped', ended: expect.any(Number) });
    expect(rig.launcher.workers).toHaveLength(1);
  });

  test('of other processes are told to the views here: begun, changed, removed', async () => {
    const rig = scriptedSupervisor(patientWorker, { timings: { othersMs: 5 } });
    const elsewhere = openStore(rig.home);
    onTestFinished(() => elsewhere.close());
    const { experiment: whole } = await rig.supervisor.start(experiment('cpu:2'));
    const created = {
      id: 'other-1',
      experiment: whole,
      engine: '',
      codeVersion: '1',
      owner: ownProcess(),
      created: 1,
    };
    const told = (event: unknown) => vi.waitFor(() => expect(rig.events).toContainEqual(event));
    elsewhere.writer.create(created);
    await told({ type: 'run', run: expect.objectContaining({ id: 'other-1', status: 'queued' }) });
    elsewhere.writer.change('other-1', { status: 'finished' });
    await told({ type: 'run', run: expect.objectContaining({ id: 'other-1', status: 'finished' }) });
    elsewhere.annotations.remove(['other-1'], Date.now());
    await told({ type: 'removed', runId: 'other-1' });
  });

  test('wait also for a run of another process, and take over when that process died', async () => {
    const rig = scriptedSupervisor(patientWorker);
    rig.store.writer.create({
      id: 'other-1',
      experiment: { ...(await rig.supervisor.start(experiment('cpu:2'))).experiment },
      engine: '',
      codeVersion: '1',
      owner: '1@some-other-boot',
      created: 1,
    });
    const { id } = await rig.supervisor.start(experiment('cpu:1'));
    await rig.until(id, 'running');
    expect(rig.supervisor.summary('other-1')).toMatchObject({
      status: 'interrupted',
      reason: 'The process that ran it ended without finishing it; it can be continued.',
    });
  });

  test('ended when the process that died last told something, not when somebody looked', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const { experiment: other } = await rig.supervisor.start(experiment('cpu:2'));
    const { writer } = rig.store;
    const run = { id: 'other-1', experiment: other, engine: '', codeVersion: '1', created: 1 };
    writer.create({ ...run, owner: '1@some-other-boot' });
    const point = { name: 'train.loss', step: 1, epoch: 0, time: 6000, value: 1 };
    const change = { status: 'running', started: 5000 } as const;
    writer.store([{ runId: 'other-1', change, points: [point], finalMetrics: {}, logs: [] }]);
    const { id } = await rig.supervisor.start(experiment('cpu:1'));
    await rig.until(id, 'running');
    expect(rig.supervisor.summary('other-1')).toMatchObject({ status: 'interrupted', ended: 6000 });
  });
});

describe('closing', () => {
  test('interrupts what goes on and what waits, and ends all workers', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const first = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(first.id, 'running');
    const second = await rig.supervisor.start(experiment('cpu:0'));
    await rig.supervisor.close();
    for (const { id } of [first, second])
      expect(rig.supervisor.summary(id)).toMatchObject({
        status: 'interrupted',
        reason: 'Parasample was closed while it ran; it can be continued.',
      });
    expect(rig.launcher.workers.map(({ signals }) => signals.length > 0)).toEqual([true]);
  });
});

describe('a database that refuses', () => {
  const point = (step: number) => ({ name: 'train.loss', step, epoch: 1, time: 1, value: 3 });

  /** A run that trains while another program holds the database. */
  async function lockedRun(timings: Partial<RunTimings> = {}) {
    const rig = scriptedSupervisor(patientWorker, { timings: { storeRetryMs: 5, ...timings } });
    const { id } = await rig.supervisor.start(experiment('cpu:0'));
    await rig.until(id, 'running');
    const other = new Sqlite(join(rig.home, 'parasample.sqlite'));
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    const say = (step: number) =>
      rig.launcher.workers[0]?.say(
        { type: 'metrics', points: [point(step)] },
        { type: 'progress', step, totalSteps: 4, epoch: 1 },
      );
    const health = () =>
      rig.events.flatMap((event) => (event.type === 'storage' ? [event.health.state] : []));
    return { ...rig, id, say, health, unlock: () => other.exec('ROLLBACK') };
  }

  test('stops no run: what it reports is shown and kept, and stored once when it can be', async () => {
    const rig = await lockedRun();
    rig.say(2);
    await vi.waitFor(() => expect(rig.health()).toEqual(['refuses']));
    rig.say(3);
    await vi.waitFor(() => expect(rig.supervisor.summary(rig.id).progress?.step).toBe(3));
    expect(rig.supervisor.summary(rig.id).status).toBe('running');
    expect(rig.store.reader.points(rig.id, 0)).toEqual([]);
    rig.unlock();
    await vi.waitFor(() => expect(rig.health()).toEqual(['refuses', 'fine']));
    expect(rig.store.reader.points(rig.id, 0).map(({ step }) => step)).toEqual([2, 3]);
    expect(rig.store.reader.run(rig.id)).toMatchObject({ status: 'running', progress: { step: 3 } });
  });

  test('until a run is over shows it as over, with its scores, and stores that later', async () => {
    const rig = await lockedRun();
    rig.say(2);
    rig.supervisor.stop(rig.id);
    await rig.until(rig.id, 'stopped');
    expect(rig.supervisor.summary(rig.id).metrics).toMatchObject({ 'test.accuracy': 0.5 });
    rig.unlock();
    await vi.waitFor(() => expect(rig.store.reader.run(rig.id).status).toBe('stopped'));
    expect(rig.store.reader.points(rig.id, 0)).toHaveLength(1);
    expect(rig.store.reader.run(rig.id).metrics).toMatchObject({ 'test.accuracy': 0.5 });
  });

  test('until the app is closed leaves all for the next start', async () => {
    const rig = await lockedRun();
    rig.say(2);
    await rig.supervisor.close();
    rig.unlock();
    const [left = ''] = readdirSync(join(rig.home, 'spool'));
    expect(left).toMatch(/\.spool$/);
    // Nobody has the mark of a process that is gone; this one is still there.
    renameSync(join(rig.home, 'spool', left), join(rig.home, 'spool', '1@gone_0.spool'));
    const next = scriptedSupervisor(patientWorker, { home: rig.home });
    expect(next.supervisor.summary(rig.id)).toMatchObject({ status: 'interrupted', progress: { step: 2 } });
    expect(next.store.reader.points(rig.id, 0)).toHaveLength(1);
  });

  test('at the start leaves no half-written run', async () => {
    const rig = scriptedSupervisor(patientWorker);
    const other = new Sqlite(join(rig.home, 'parasample.sqlite'));
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    await expect(rig.supervisor.start(experiment('cpu:0'))).rejects.toThrow(/is busy/);
    expect(readdirSync(join(rig.home, 'runs'))).toEqual([]);
  });
});
