import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectClient } from '../../src-main/api/connection';
import { RunReader } from '../../src-main/store/run-reader';
import { openStore } from '../../src-main/store/store';
import { goodWorker, patientWorker } from '../runs/scripted-launcher';
import { generateRuns } from '../store/generate-store';
import { demo, newCore } from './scripted-core';

describe('the table', () => {
  test('comes in pages, with its columns, and refuses a wrong query with the place', async () => {
    const { core, api, finished } = newCore();
    const runId = await finished();
    expect(await api.runsPage({ query: 'test.accuracy > 0.9' })).toMatchObject({
      total: 1,
      matched: 1,
      rows: [{ id: runId }],
    });
    expect((await api.runColumns()).map(({ path }) => path)).toContain('test.accuracy');
    expect(await core.call('runsPage', [{ query: 'mode > sp' }])).toEqual({
      ok: false,
      kind: 'bad-input',
      message:
        'Character 8 of the query: After > comes a number, a duration such as 10min or a date such as 2026-01-31.',
    });
  });

  test('answers others while it looks at the columns of many runs or changes them, and does all of it', async () => {
    const { api, home } = newCore();
    const beside = openStore(home);
    onTestFinished(() => beside.close());
    const ids = generateRuns(beside, 1200);
    await api.runsPage({ count: 1 });
    const answered: string[] = [];
    const columns = api.runColumns().finally(() => answered.push('columns'));
    await api.savedViews().finally(() => answered.push('views'));
    expect((await columns).find(({ path }) => path === 'seed')?.distinct).toBe(1200);
    expect(answered).toEqual(['views', 'columns']);
    const tagged = api.annotate(ids, { addTags: ['all'] }).finally(() => answered.push('tags'));
    await api.keptState('one').finally(() => answered.push('state'));
    await tagged;
    expect(answered.slice(2)).toEqual(['state', 'tags']);
    expect((await api.runsPage({ query: 'tag = all' })).matched).toBe(1200);
  });

  test('answers others again and again while it reads many runs for the first time, and finds all of them', async () => {
    const { api, home } = newCore();
    const beside = openStore(home);
    onTestFinished(() => beside.close());
    generateRuns(beside, 3000);
    let isRead = false;
    const page = api.runsPage({ count: 1, query: 'test.accuracy >= 0' }).finally(() => {
      isRead = true;
    });
    let answered = 0;
    for (; !isRead; await othersFirst()) {
      await api.keptState('one');
      answered += 1;
    }
    // Thirty turns, of which the look at what others wrote takes some, and not the whole.
    expect(answered).toBeGreaterThan(3);
    expect(await page).toMatchObject({ total: 3000, matched: 3000 });
    expect((await api.runsPage({ query: 'tag = paper' })).matched).toBe(300);
  });

  test('reads each of many runs no more than it must to change, delete and bring them back, and tells of all in one event', async () => {
    const { core, api, home, events } = newCore();
    const beside = openStore(home);
    onTestFinished(() => beside.close());
    const runIds = generateRuns(beside, 500);
    await api.runsPage({ count: 1 });
    const encoded: unknown[] = [];
    onTestFinished(connectClient(core, { post: (message) => encoded.push(message), on: () => undefined }));
    const whole = vi.spyOn(RunReader.prototype, 'run');
    onTestFinished(() => whole.mockRestore());
    const changed = { type: 'many', became: 'changed', runIds };
    for (const [act, told] of [
      [() => api.annotate(runIds, { addTags: ['all'] }), changed],
      [() => api.annotate(runIds, { archived: true }), changed],
      [() => api.removeMany(runIds), { ...changed, became: 'removed' }],
      [() => api.restoreRemoved(runIds), changed],
    ] as const) {
      events.length = 0;
      encoded.length = 0;
      await act();
      expect(events).toEqual([told]);
      expect([encoded.length, whole.mock.calls.length]).toEqual([1, 0]);
    }
    expect((await api.runsPage({ query: 'tag = all', scope: 'archived' })).matched).toBe(500);
    await expect(api.annotate([...runIds, 'none'], { addTags: ['no'] })).rejects.toThrow(
      'There is no run named none',
    );
    await expect(api.removeMany([...runIds, 'none'])).rejects.toThrow('There is no run named none');
    expect((await api.runsPage({ query: 'tag = no or archived = false', scope: 'all' })).matched).toBe(0);
  });

  test('tells every view of annotations, of a removal and of its undo', async () => {
    const { api, events, home, finished } = newCore();
    const runId = await finished();
    await api.annotate([runId], { addTags: ['paper'], name: 'Renamed' });
    expect(events.at(-1)).toMatchObject({
      type: 'run',
      run: { id: runId, experiment: { name: 'Renamed' }, annotations: { tags: ['paper'] } },
    });
    await api.removeMany([runId]);
    expect(events.at(-1)).toEqual({ type: 'removed', runId });
    expect(await api.runs()).toEqual([]);
    const beside = openStore(home);
    onTestFinished(() => beside.close());
    expect(beside.annotations.removed()).toMatchObject([{ id: runId, name: 'Renamed' }]);
    await api.restoreRemoved([runId]);
    expect(events.at(-1)).toMatchObject({ type: 'run', run: { id: runId } });
    expect(existsSync(join(home, 'runs', runId))).toBe(true);
    expect(await api.seriesNames(runId)).toEqual([{ name: 'train.loss', points: 1 }]);
  });

  test('keeps what two windows write into the notes in one moment, and tells both what stands there', async () => {
    const { api, events, finished } = newCore();
    const runId = await finished();
    const notes = async () => (await api.run(runId)).annotations.notes;
    await api.annotate([runId], { notes: 'Begun.' });
    await api.annotate([runId], { notes: 'Begun. Ada was here.', notesBefore: 'Begun.' });
    await api.annotate([runId], { notes: 'Begun. So was Grace.', notesBefore: 'Begun.' });
    expect(await notes()).toBe('Begun. Ada was here.\n\nSo was Grace.');
    expect(events.at(-1)).toMatchObject({ type: 'run', run: { annotations: { notes: await notes() } } });
    await api.annotate([runId], { notes: '', notesBefore: 'Begun.' });
    expect(await notes()).toBe('Begun. Ada was here.\n\nSo was Grace.');
    await api.annotate([runId], { notes: 'All new.', notesBefore: await notes() });
    expect(await notes()).toBe('All new.');
  });

  test('removes nothing where one of the runs still goes on', async () => {
    const { api, until } = newCore(patientWorker);
    const { runIds } = await api.startMany([demo, demo], { tags: ['sweep'] });
    const [first = '', second = ''] = runIds;
    await until(first, 'running');
    await api.stop(second);
    await until(second, 'stopped');
    await expect(api.removeMany([second, first])).rejects.toThrow(/is still running; stop it/);
    expect((await api.runsPage({ query: 'tag = sweep' })).matched).toBe(2);
  });
});

describe('control', () => {
  test('pauses, shows the queue and its times, and resumes', async () => {
    const { api, until } = newCore(patientWorker);
    const { runIds } = await api.startMany([demo, demo]);
    const [first = '', second = ''] = runIds;
    await until(first, 'running');
    await api.pause(first);
    await until(first, 'paused');
    expect((await api.queue()).entries).toMatchObject([
      { runId: first, state: 'paused', own: true, waitsFor: [] },
      { runId: second, state: 'waiting', waitsFor: ['cpu:0'] },
    ]);
    await api.resume(first);
    await until(first, 'running');
  });
});

describe('what a run has learnt', () => {
  test('is read from its folder, and missed with a sentence', async () => {
    const { api, home, finished } = newCore();
    const runId = await finished();
    await expect(api.evaluation(runId)).rejects.toThrow(
      `Run ${runId} (finished) has no report of its evaluation; a run writes it when it finishes.`,
    );
    const file = join(home, 'runs', runId, 'evaluation.json');
    writeFileSync(file, '{"version": 1}');
    await expect(api.evaluation(runId)).rejects.toThrow(`The file ${file} is damaged;`);
    const report = { version: 1, items: 1, samples: 1, classNames: ['0'], reliability: [], bySamples: [] };
    writeFileSync(file, JSON.stringify({ ...report, shownItems: [] }));
    expect(await api.evaluation(runId)).toMatchObject(report);
    await expect(api.posteriorSummary(runId)).rejects.toThrow(/has no posterior;/);
  });

  test('curves come with what is new, log lines by worker, level and text', async () => {
    const { api, finished } = newCore((worker) => {
      worker.say({ type: 'log', level: 'warning', text: 'The loss is NaN.' });
      goodWorker(worker);
    });
    const runId = await finished();
    const [curve] = await api.series([runId], 'train.loss', {});
    expect(curve).toMatchObject({ runId, x: [1], y: [2], total: 1, shown: 1 });
    expect(await api.series([runId], 'train.loss', { after: curve?.lastId ?? 0 })).toMatchObject([{ x: [] }]);
    const texts = async (filter: object) => (await api.logs(runId, 0, filter)).map(({ text }) => text);
    expect(await texts({ worker: 0, text: 'nan' })).toEqual(['The loss is NaN.']);
    expect(await texts({ worker: 'run' })).toEqual([expect.stringMatching(/^Trains with /)]);
    expect(await texts({ level: 'error' })).toEqual([]);
  });
});

test('views and the window are kept for the next time', async () => {
  const { core, api } = newCore();
  const view = await api.saveView({ name: 'Best', kind: 'runs', state: { query: 'starred' } });
  expect(await api.savedViews()).toEqual([view]);
  await api.keepState('window', { width: 1024 });
  expect(await api.keptState('window')).toEqual({ width: 1024 });
  await api.removeView(view.id);
  expect(await api.savedViews()).toEqual([]);
  expect(await core.call('keepState', ['../window', 1])).toMatchObject({ ok: false, kind: 'bad-input' });
});

describe('what is kept beside runs', () => {
  test('is told of to every window: saved views, backups, and checkpoints that were deleted', async () => {
    const { api, events, home, finished } = newCore();
    const runId = await finished();
    const told = () => events.flatMap((event) => (event.type === 'kept' ? [event.what] : []));
    const { id } = await api.saveView({ name: 'Mine', kind: 'runs', state: {} });
    await api.removeView(id);
    await api.backUpStore();
    const folder = join(home, 'runs', runId, 'checkpoints');
    mkdirSync(folder);
    writeFileSync(join(folder, 'step-00000001.safetensors'), Buffer.alloc(1000));
    const freed = await Promise.all([api.freeCheckpoints([runId]), api.freeCheckpoints([runId])]);
    // Two windows at once: what one of them deleted the other does not count again.
    expect(freed).toEqual([{ freedMB: 0.001 }, { freedMB: 0 }]);
    expect(told()).toEqual(['views', 'views', 'backups', 'checkpoints', 'checkpoints']);
  });
});
