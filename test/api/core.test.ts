import { createBirpc } from 'birpc';
import { describe, expect, test, vi } from 'vitest';
import { type Channel, connectClient } from '../../src-main/api/connection';
import { BadInputError } from '../../src-shared/errors';
import type { Outcome } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';
import { patientWorker } from '../runs/scripted-launcher';
import { demo, newCore } from './scripted-core';

describe('the API', () => {
  test('answers with data', async () => {
    const { core } = newCore();
    expect(await core.call('runs', [])).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['an unknown method', 'format', [], /^The app has no method named format\.$/],
    ['a method of all objects', 'constructor', [], /^The app has no method named constructor\.$/],
    ['too few arguments', 'run', [], /^run was called with wrong arguments: /],
    [
      'a run id that climbs out of its folder',
      'leastSure',
      ['../../etc'],
      /^leastSure was called with wrong/,
    ],
    ['a run that is not there', 'run', ['demo-0000'], /^There is no run named demo-0000;/],
    ['an experiment that cannot run', 'start', [{ ...demo, seed: 'x' }], /^seed: /],
  ])('refuses %s with a sentence, as data', async (_what, name, args, message) => {
    const outcome = await newCore().core.call(name, args);
    expect(outcome).toMatchObject({ ok: false, kind: 'bad-input' });
    expect((outcome as Extract<Outcome<never>, { ok: false }>).message).toMatch(message);
  });

  test('checks an experiment against this machine, naming the field', async () => {
    const { core } = newCore();
    const absent = { ...demo, parallel: { mode: 'local', devices: ['cpu:99'] } };
    expect(await core.api.check(absent)).toMatchObject({
      ok: false,
      problems: [
        { path: 'parallel.devices', message: expect.stringMatching(/^cpu:99 is not on this machine/) },
      ],
    });
    expect(await core.api.check(demo)).toMatchObject({ ok: true, experiment: { seed: 0 } });
    expect(await core.api.runs()).toEqual([]);
  });

  test('says that training is slow without TensorFlow, and the remedy', async () => {
    const { engine, home } = await newCore().core.api.about();
    expect(engine.kind).toBe('javascript');
    expect(engine.warning).toMatch(/`parasample runtime` installs it/);
    expect(home).not.toBe('');
  });

  test('offers presets that pass the check of this version', async () => {
    const { core } = newCore();
    const presets = await core.api.presets();
    expect(presets.map(({ id }) => id)).toEqual([
      'digits-mlp',
      'fashion-mnist-cnn',
      'cifar-10-cnn',
      'cifar-10-vit-tiny',
      'concrete-mlp',
      'concrete-hmc',
      'yacht-ensemble',
      'metro-traffic-mlp',
      'metro-traffic-transformer',
      'storm-swin',
    ]);
    for (const preset of presets) expect(await core.api.check(preset.experiment)).toMatchObject({ ok: true });
  });
});

describe('a run over the API', () => {
  test('starts, is told to subscribers, and shows its points', async () => {
    const { core, until } = newCore();
    const events: CoreEvent[] = [];
    core.subscribe((event) => events.push(event));
    const { runId } = await core.api.start(demo);
    await until(runId, 'finished');
    expect(await core.api.metrics(runId, 0)).toMatchObject([{ name: 'train.loss', value: 2 }]);
    await vi.waitFor(() =>
      expect(events).toContainEqual({
        type: 'run',
        run: expect.objectContaining({ id: runId, status: 'finished' }),
      }),
    );
  });

  test('that diverges keeps its NaN and infinities all the way from the worker to a window', async () => {
    const values = [Number.NaN, Infinity, -Infinity, 1];
    const { core, until } = newCore((worker) => {
      worker.onReceived = ({ type }) => {
        if (type !== 'train') return;
        worker.say({ type: 'phase', phase: 'training' });
        const points = values.map((value, step) => ({
          name: 'train.loss',
          step,
          epoch: step,
          time: 1,
          value,
        }));
        worker.say({ type: 'metrics', points });
        const finalMetrics = { 'test.nll': Number.NaN, 'test.crps': Infinity, 'test.mae': -Infinity };
        worker.say({ type: 'finished', stopped: false, finalMetrics });
        worker.exit(0);
      };
      worker.say({ type: 'hello' });
    });
    const { runId } = await core.api.start(demo);
    await until(runId, 'finished');
    const asked = async (name: string, ...args: unknown[]) =>
      decodeMessage(encodeMessage(await core.call(name, args)));
    expect(await asked('metrics', runId, 0)).toMatchObject({
      ok: true,
      value: values.map((value, step) => ({ step, value })),
    });
    expect(await asked('run', runId)).toMatchObject({
      ok: true,
      value: { metrics: { 'test.nll': Number.NaN, 'test.crps': Infinity, 'test.mae': -Infinity } },
    });
  });

  test('that goes on can neither be removed nor exported', async () => {
    const { core, until } = newCore(patientWorker);
    const { runId } = await core.api.start(demo);
    await until(runId, 'running');
    await expect(core.api.removeMany([runId])).rejects.toThrow(`Run ${runId} is still running; stop it`);
    await expect(core.api.exportPosterior(runId)).rejects.toThrow(BadInputError);
  });

  test('that is over can be removed, and views are told', async () => {
    const { core, until } = newCore();
    const { runId } = await core.api.start(demo);
    await until(runId, 'finished');
    const events: CoreEvent[] = [];
    core.subscribe((event) => events.push(event));
    await core.api.removeMany([runId]);
    expect(await core.api.runs()).toEqual([]);
    expect(events).toEqual([{ type: 'removed', runId }]);
  });

  test('without a list of what it is least sure of says so', async () => {
    const { core, until } = newCore();
    const { runId } = await core.api.start(demo);
    await until(runId, 'finished');
    await expect(core.api.leastSure(runId)).rejects.toThrow(/has no list of the items it is least sure of/);
  });
});

describe('a task', () => {
  test('that is not going on cannot be cancelled', async () => {
    await expect(newCore().core.api.cancelTask('no-task')).rejects.toThrow(/is not going on any more/);
  });
});

/** Two ends of a channel that carries text, as a WebSocket does. */
function textChannels(): [Channel, Channel] {
  const listeners: ((message: unknown) => void)[] = [() => {}, () => {}];
  const end = (own: number, other: number): Channel => ({
    post: (message) => {
      const text = encodeMessage(message);
      queueMicrotask(() => listeners[other]?.(decodeMessage(text)));
    },
    on: (listener) => {
      listeners[own] = listener;
    },
  });
  return [end(0, 1), end(1, 0)];
}

describe('a connection', () => {
  function connect(core: { call: (name: string) => Promise<Outcome<unknown>> }) {
    let emit: (event: CoreEvent) => void = () => {};
    const subscribe = (listener: (event: CoreEvent) => void) => {
      emit = listener;
      return () => {
        emit = () => {};
      };
    };
    const [here, there] = textChannels();
    const disconnect = connectClient({ ...core, subscribe }, here);
    const events: CoreEvent[] = [];
    const client = createBirpc<{ call(name: string, args: unknown[]): Promise<Outcome<unknown>> }>(
      { event: (event: CoreEvent) => events.push(event) },
      { post: (message) => there.post(message), on: (listener) => there.on(listener) },
    );
    return { client, events, there, disconnect, emit: (event: CoreEvent) => emit(event) };
  }

  test('carries calls, NaN and infinities included', async () => {
    const value = [Number.NaN, -Infinity, 0.5];
    const { client } = connect({ call: async () => ({ ok: true, value }) });
    expect(await client.call('metrics', [])).toEqual({ ok: true, value });
  });

  test('tells events until it ends', async () => {
    const { events, emit, disconnect } = connect({ call: async () => ({ ok: true, value: null }) });
    emit({ type: 'news', runId: 'a', hasLines: false });
    await vi.waitFor(() => expect(events).toEqual([{ type: 'news', runId: 'a', hasLines: false }]));
    disconnect();
    emit({ type: 'news', runId: 'b', hasLines: false });
    await Promise.resolve();
    expect(events).toHaveLength(1);
  });

  test.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['another function', { t: 'q', i: '1', m: 'constructor', a: [] }],
    ['a call without arguments', { t: 'q', i: '1', m: 'call', a: ['runs'] }],
    ['an answer to nothing', { t: 's', i: '1', r: 1 }],
  ])('drops %s and goes on', async (_what, message) => {
    const call = vi.fn(async (): Promise<Outcome<unknown>> => ({ ok: true, value: 1 }));
    const { client, there } = connect({ call });
    there.post(message);
    expect(await client.call('runs', [])).toEqual({ ok: true, value: 1 });
    expect(call).toHaveBeenCalledTimes(1);
  });
});
