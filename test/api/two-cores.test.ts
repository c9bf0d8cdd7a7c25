import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCore } from '../../src-main/api/core';
import { usualTimings } from '../../src-main/runs/run-timings';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { patientWorker, ScriptedLauncher } from '../runs/scripted-launcher';
import { temporaryFolder } from '../temporary-folder';

const experiment = (device: string) => ({
  name: 'Shared',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: [device] },
});

/** One of several apps on the same home, with all that it tells its windows. */
function coreOn(home: string) {
  const launcher = new ScriptedLauncher(patientWorker);
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher,
    shell: 'command line',
    timings: { ...usualTimings, tickMs: 5, exitMs: 20, othersMs: 5 },
  });
  const events: CoreEvent[] = [];
  core.subscribe((event) => events.push(event));
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await core.close();
  };
  onTestFinished(close);
  const report = (step: number) =>
    launcher.workers[0]?.say({
      type: 'metrics',
      points: [{ name: 'train.loss', step, epoch: 1, time: 1, value: step }],
    });
  const stepsOf = async (runId: string) => (await core.api.metrics(runId, 0)).map(({ step }) => step);
  const until = (runId: string, status: string) =>
    vi.waitFor(async () => expect(await core.api.run(runId)).toMatchObject({ status }));
  return { ...core, events, close, report, stepsOf, until };
}

describe('two apps on one home', () => {
  test('each show what the other does, and keep all that both measure', async () => {
    const home = temporaryFolder();
    const [one, two] = [coreOn(home), coreOn(home)];
    const first = (await one.api.start(experiment('cpu:0'))).runId;
    const second = (await two.api.start(experiment('cpu:1'))).runId;
    await one.until(first, 'running');
    await two.until(second, 'running');
    for (let step = 1; step <= 50; step += 1) {
      one.report(step);
      two.report(step);
      await new Promise(setImmediate);
    }
    const all = Array.from({ length: 50 }, (_, index) => index + 1);
    for (const core of [one, two])
      for (const runId of [first, second])
        await vi.waitFor(async () => expect(await core.stepsOf(runId)).toEqual(all));
    await vi.waitFor(() =>
      expect(one.events).toContainEqual({ type: 'news', runId: second, hasLines: true }),
    );
    expect((await one.api.runs()).map(({ id }) => id)).toEqual([second, first]);
  });

  test('share their devices: what one holds, the other waits for', async () => {
    const home = temporaryFolder();
    const [one, two] = [coreOn(home), coreOn(home)];
    const first = (await one.api.start(experiment('cpu:0'))).runId;
    await one.until(first, 'running');
    const second = (await two.api.start(experiment('cpu:0'))).runId;
    await one.until(second, 'queued');
    await expect(one.api.stop(second)).rejects.toThrow(
      `Run ${second} belongs to another Parasample process and can only be stopped there.`,
    );
    await one.api.stop(first);
    await two.until(second, 'running');
  });

  test('do not end each other: what is closed interrupts its own runs alone', async () => {
    const home = temporaryFolder();
    const [one, two] = [coreOn(home), coreOn(home)];
    const first = (await one.api.start(experiment('cpu:0'))).runId;
    const second = (await two.api.start(experiment('cpu:1'))).runId;
    await one.until(first, 'running');
    await two.until(second, 'running');
    await one.close();
    await two.until(first, 'interrupted');
    expect(await two.api.run(second)).toMatchObject({ status: 'running' });
  });

  test('see what the other writes on a run, and that it is gone', async () => {
    const home = temporaryFolder();
    const [one, two] = [coreOn(home), coreOn(home)];
    const { runId } = await one.api.start(experiment('cpu:0'));
    await one.until(runId, 'running');
    await one.api.stop(runId);
    await one.until(runId, 'stopped');
    await two.api.annotate([runId], { notes: 'from two' });
    await vi.waitFor(async () =>
      expect((await one.api.runsPage({ count: 10 })).rows[0]?.annotations.notes).toBe('from two'),
    );
    await two.api.removeMany([runId]);
    await vi.waitFor(() => expect(one.events).toContainEqual({ type: 'removed', runId }));
  });

  test('both turn to a backup that one restores, and neither does while a run of the other goes on', async () => {
    const home = temporaryFolder();
    const [one, two] = [coreOn(home), coreOn(home)];
    const { runId } = await one.api.start(experiment('cpu:0'));
    await one.until(runId, 'running');
    await two.api.backUpStore();
    const [backup] = (await two.api.storage()).backups;
    await expect(two.api.restoreStore(backup?.name ?? '')).rejects.toThrow(/^A run is going on or waiting/);
    await one.api.stop(runId);
    await one.until(runId, 'stopped');
    const later = (await two.api.start(experiment('cpu:0'))).runId;
    await two.until(later, 'running');
    await two.api.stop(later);
    await two.until(later, 'stopped');
    await two.api.restoreStore(backup?.name ?? '');
    for (const core of [one, two]) {
      await vi.waitFor(() => expect(core.events).toContainEqual({ type: 'restored' }));
      expect((await core.api.runs()).map(({ id, status }) => [id, status])).toEqual([[runId, 'interrupted']]);
    }
    expect((await one.api.storage()).backups.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^parasample\.sqlite\.replaced-/),
    );
    expect(await one.api.checkStore()).toEqual({ problems: [] });
    await expect(one.api.restoreStore('../experiment.json')).rejects.toThrow(/^There is no backup named/);
  });
});
