import { describe, expect, test, vi } from 'vitest';
import { patientWorker, type ScriptedWorker } from './scripted-launcher';
import { scriptedSupervisor } from './scripted-supervisor';

const experiment = (name: string, ...ids: string[]) => ({
  name,
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: ids.length > 1 ? 'sp' : 'local', devices: ids },
});

const setUp = () => scriptedSupervisor(patientWorker, { slots: () => ['cpu:0', 'cpu:1'], cores: 2 });

describe('pausing', () => {
  test('asks every worker, and the run is paused once they wait; resuming lets all go on', async () => {
    const { supervisor, launcher, until } = setUp();
    const { id } = await supervisor.start(experiment('a', 'cpu:0', 'cpu:1'));
    await until(id, 'running');
    supervisor.pause(id);
    await until(id, 'paused');
    supervisor.resume(id);
    await until(id, 'running');
    const heard = launcher.workers.map(({ received }) => received.map(({ type }) => type));
    expect(heard).toEqual([
      ['train', 'pause', 'resume'],
      ['train', 'pause', 'resume'],
    ]);
  });

  test('leaves out of its duration what it waited', async () => {
    const { supervisor, until } = setUp();
    const { id } = await supervisor.start(experiment('a', 'cpu:0'));
    await until(id, 'running');
    supervisor.pause(id);
    await until(id, 'paused');
    expect(supervisor.summary(id).gaps).toEqual([{ from: expect.any(Number) }]);
    supervisor.resume(id);
    await until(id, 'running');
    expect(supervisor.summary(id).gaps).toEqual([{ from: expect.any(Number), to: expect.any(Number) }]);
  });

  test('keeps the devices: another run waits for them', async () => {
    const { supervisor, until } = setUp();
    const first = await supervisor.start(experiment('a', 'cpu:0'));
    await until(first.id, 'running');
    supervisor.pause(first.id);
    await until(first.id, 'paused');
    const second = await supervisor.start(experiment('b', 'cpu:0'));
    const third = await supervisor.start(experiment('c', 'cpu:1'));
    await until(third.id, 'running');
    expect(supervisor.summary(second.id).status).toBe('queued');
  });

  test('a paused run can be stopped and saves what it has', async () => {
    const { supervisor, until } = setUp();
    const { id } = await supervisor.start(experiment('a', 'cpu:0'));
    await until(id, 'running');
    supervisor.pause(id);
    await until(id, 'paused');
    supervisor.stop(id);
    await until(id, 'stopped');
    expect(supervisor.summary(id).metrics).toEqual({ 'test.accuracy': 0.5 });
  });

  test('is refused with the reason for a run that does not train, resuming for one that is not paused', async () => {
    const { supervisor, until } = setUp();
    const first = await supervisor.start(experiment('a', 'cpu:0'));
    const second = await supervisor.start(experiment('b', 'cpu:0'));
    await until(first.id, 'running');
    expect(() => supervisor.pause(second.id)).toThrow(
      `Run ${second.id} is queued; only a run that is running can be paused.`,
    );
    expect(() => supervisor.resume(first.id)).toThrow(
      `Run ${first.id} is running; only a run that is paused can be resumed.`,
    );
    expect(() => supervisor.pause('nowhere-0000')).toThrow(/^There is no run named nowhere-0000;/);
  });
});

/** As `patientWorker`, but hears of a stop only in a later turn. */
function slowlyStopping(worker: ScriptedWorker): void {
  patientWorker(worker);
  const { onReceived } = worker;
  worker.onReceived = (message) => {
    if (message.type === 'stop') setImmediate(() => onReceived(message));
    else onReceived(message);
  };
}

describe('stopping', () => {
  test('a second time, before its end is stored, is refused as a run’s that is over, not as another process’s', async () => {
    const timings = { tickMs: 600_000 };
    const { supervisor, launcher } = scriptedSupervisor(slowlyStopping, { timings });
    const { id } = await supervisor.start(experiment('a', 'cpu:0'));
    await vi.waitFor(() => expect(launcher.workers[0]?.received[0]?.type).toBe('train'), { interval: 5 });
    supervisor.stop(id);
    await vi.waitFor(() => expect(supervisor.owns(id)).toBe(false), { interval: 5 });
    expect(() => supervisor.stopNow(id)).toThrow(`Run ${id} is over (stopped); it cannot be stopped.`);
  });
});

describe('many runs at once', () => {
  test('are queued in their order', async () => {
    const { supervisor, store, until } = setUp();
    const ids = await supervisor.startMany([experiment('a', 'cpu:0'), experiment('b', 'cpu:0')]);
    await until(ids[0] ?? '', 'running');
    expect(store.reader.open().map(({ id }) => id)).toEqual(ids);
  });

  test('are none where one cannot run', async () => {
    const { supervisor } = setUp();
    const wrong = experiment('b', 'cpu:7');
    await expect(supervisor.startMany([experiment('a', 'cpu:0'), wrong])).rejects.toThrow(/cpu:7 is not on/);
    expect(supervisor.list()).toEqual([]);
  });
});

describe('the queue', () => {
  async function waiting() {
    const rig = setUp();
    const { id } = await rig.supervisor.start(experiment('holder', 'cpu:0'));
    await rig.until(id, 'running');
    const names = ['a', 'b', 'c'];
    const ids = await rig.supervisor.startMany(names.map((name) => experiment(name, 'cpu:0')));
    const order = () =>
      rig.store.reader.open().flatMap(({ id: run }) => (run === id ? [] : names[ids.indexOf(run)]));
    return { ...rig, holder: id, ids, order };
  }

  test.each([
    ['c', 'up', ['a', 'c', 'b']],
    ['c', 'first', ['c', 'a', 'b']],
    ['a', 'down', ['b', 'a', 'c']],
    ['a', 'last', ['b', 'c', 'a']],
    ['a', 'up', ['a', 'b', 'c']],
  ] as const)('%s moves %s', async (name, move, expected) => {
    const { supervisor, ids, order } = await waiting();
    supervisor.moveInQueue(ids['abc'.indexOf(name)] ?? '', move);
    expect(order()).toEqual(expected);
  });

  test('starts what was moved to the front first, and a run that comes later last', async () => {
    const { supervisor, holder, ids, until, order } = await waiting();
    supervisor.moveInQueue(ids[2] ?? '', 'first');
    const late = await supervisor.start(experiment('late', 'cpu:0'));
    expect(order().slice(0, 3)).toEqual(['c', 'a', 'b']);
    supervisor.stop(holder);
    await until(ids[2] ?? '', 'running');
    expect(supervisor.summary(late.id).status).toBe('queued');
  });

  test('only what waits can be moved', async () => {
    const { supervisor, holder } = await waiting();
    expect(() => supervisor.moveInQueue(holder, 'up')).toThrow(
      `Run ${holder} does not wait in the queue; only a waiting run can be moved.`,
    );
  });

  test('a waiting run given free devices starts at once on them', async () => {
    const { supervisor, ids, until, launcher } = await waiting();
    const [id = ''] = ids;
    await supervisor.assignDevices(id, ['cpu:1']);
    await until(id, 'running');
    expect(supervisor.summary(id).experiment.parallel.devices).toEqual(['cpu:1']);
    expect(launcher.workers.at(-1)?.task).toMatchObject({ runId: id, device: 'cpu:1' });
  });

  test('devices are not given to a run that has begun, nor such as are not there', async () => {
    const { supervisor, ids, holder } = await waiting();
    await expect(supervisor.assignDevices(holder, ['cpu:1'])).rejects.toThrow(
      /has begun; only a waiting run/,
    );
    await expect(supervisor.assignDevices(ids[0] ?? '', ['gpu:3'])).rejects.toThrow(/gpu:3/);
  });
});

/** Workers that read their data for as long as the spec lasts: they hear nothing meanwhile. */
function readingWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type === 'train') worker.say({ type: 'phase', phase: 'loading' });
  };
  worker.say({ type: 'hello' });
}

describe('stopping', () => {
  test('is heard while workers read their data: they are ended at once, since nothing is there to be saved', async () => {
    const { supervisor, launcher, until } = scriptedSupervisor(readingWorker, { cores: 2 });
    const { id } = await supervisor.start(experiment('a', 'cpu:0', 'cpu:1'));
    await until(id, 'preparing');
    await vi.waitFor(() => expect(launcher.workers.flatMap(({ received }) => received)).toHaveLength(2));
    supervisor.stop(id);
    await until(id, 'stopped');
    expect(supervisor.summary(id).reason).toBe('Stopped on request, before training began.');
  });
});
