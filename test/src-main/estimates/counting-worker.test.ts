import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CountingRequest, CountingWorker } from '../../../src-main/estimates/counting-worker';
import type { CpuSlot } from '../../../src-shared/devices/devices';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Counted } from '../../../src-shared/runs/run-estimate';
import { ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';

const slot: CpuSlot = {
  kind: 'cpu',
  id: 'cpu:0',
  name: 'CPU',
  cores: 2,
  totalMemoryMB: 8000,
  usedMemoryMB: 1000,
};
const request: CountingRequest = {
  counting: {
    experiment: experimentSchema.parse({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    }),
    location: '/digits',
    dataMark: '',
    kinds: ['cpu'],
  },
  engine: { kind: 'javascript' },
};
const counted: Counted = { weights: 5, bayesian: 5, trained: 10, trainItems: 7, memory: {} };
const times = { patienceMs: 60_000, idleMs: 60_000 };

/** Counts at once. */
function quick(worker: ScriptedWorker): void {
  worker.onReceived = ({ type }) => type === 'count' && worker.say({ type: 'counted', counted });
  worker.say({ type: 'hello' });
}

/** Never comes to an end. */
function endless(worker: ScriptedWorker): void {
  worker.say({ type: 'hello' });
}

function workerOf(script: (worker: ScriptedWorker) => void, patience = times) {
  const launcher = new ScriptedLauncher(script);
  const counting = new CountingWorker(launcher, patience);
  onTestFinished(() => counting.close());
  return { launcher, counting };
}

describe('the process that counts what runs take', () => {
  it('answers one question after the other, and stays for the next', async () => {
    const { launcher, counting } = workerOf(quick);
    const both = [counting.count('a', request, slot), counting.count('b', request, slot)];
    expect(await Promise.all(both)).toEqual([counted, counted]);
    expect(await counting.count('a', request, slot)).toEqual(counted);
    expect(launcher.workers).toHaveLength(1);
  });

  it('ends what nobody waits for any more, and answers what was asked instead', async () => {
    let begun = 0;
    const { launcher, counting } = workerOf((worker) => {
      begun += 1;
      (begun === 1 ? endless : quick)(worker);
    });
    const first = counting.count('a', request, slot);
    const refused = expect(first).rejects.toThrow('newer');
    await vi.waitFor(() => expect(launcher.workers[0]?.received).toHaveLength(1));
    const second = counting.count('a', request, slot);
    await refused;
    expect(launcher.workers[0]?.signals).toEqual(['SIGKILL']);
    expect(await second).toEqual(counted);
  });

  it('keeps another asker’s question waiting, not the newer one of the same', async () => {
    const { launcher, counting } = workerOf(endless);
    const held = counting.count('a', request, slot);
    const dropped = expect(counting.count('b', request, slot)).rejects.toThrow('newer');
    const kept = counting.count('b', request, slot);
    await dropped;
    await vi.waitFor(() => expect(launcher.workers[0]?.received).toHaveLength(1));
    launcher.workers[0]?.say({ type: 'counted', counted });
    await held;
    expect(launcher.workers[0]?.received).toHaveLength(2);
    launcher.workers[0]?.say({ type: 'counted', counted: { ...counted, weights: 6 } });
    expect(await kept).toMatchObject({ weights: 6 });
  });

  it('ends once its asker has gone, but not before it has answered others', async () => {
    const { launcher, counting } = workerOf(endless);
    const held = counting.count('a', request, slot);
    const dropped = expect(counting.count('b', request, slot)).rejects.toThrow('Nobody waits');
    await vi.waitFor(() => expect(launcher.workers[0]?.received).toHaveLength(1));
    counting.leave('b');
    await dropped;
    expect(launcher.workers[0]?.signals).toEqual([]);
    launcher.workers[0]?.say({ type: 'counted', counted });
    await held;
    counting.leave('a');
    expect(launcher.workers[0]?.signals).toEqual(['SIGKILL']);
  });

  it('counts no further for an asker that has gone', async () => {
    const { launcher, counting } = workerOf(endless);
    const dropped = expect(counting.count('a', request, slot)).rejects.toThrow('Nobody waits');
    await vi.waitFor(() => expect(launcher.workers[0]?.received).toHaveLength(1));
    counting.leave('a');
    await dropped;
    expect(launcher.workers[0]?.signals).toEqual(['SIGKILL']);
  });

  it('hands on why it cannot, and goes on', async () => {
    const message = 'data.path: /digits is not there.';
    const { launcher, counting } = workerOf((worker) => {
      worker.onReceived = () => worker.say({ type: 'failed', kind: 'bad-input', message });
      worker.say({ type: 'hello' });
    });
    for (const _ of [1, 2]) await expect(counting.count('a', request, slot)).rejects.toThrow(message);
    expect(launcher.workers).toHaveLength(1);
  });

  it.each([
    ['ends by itself', (worker: ScriptedWorker) => worker.exit(1), 'ended by itself'],
    ['says nonsense', (worker: ScriptedWorker) => worker.sayAnything({ type: 'poem' }), 'should not'],
  ])('is begun anew after one that %s', async (_how, script, sentence) => {
    const scripts = [script, quick];
    const { counting } = workerOf((worker) => scripts.shift()?.(worker));
    await expect(counting.count('a', request, slot)).rejects.toThrow(sentence);
    expect(await counting.count('a', request, slot)).toEqual(counted);
  });

  it('is ended where it comes to no end, and where nothing is asked any more', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const scripts = [endless, quick];
    const { launcher, counting } = workerOf((worker) => scripts.shift()?.(worker), {
      patienceMs: 100,
      idleMs: 50,
    });
    const refused = expect(counting.count('a', request, slot)).rejects.toThrow('no end');
    await vi.advanceTimersByTimeAsync(100);
    await refused;
    await counting.count('a', request, slot);
    expect(launcher.workers[1]?.signals).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(launcher.workers.map(({ signals }) => signals)).toEqual([['SIGKILL'], ['SIGKILL']]);
  });
});
