import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCore } from '../../src-main/api/core';
import { usualTimings } from '../../src-main/runs/run-timings';
import type { CoreEvent } from '../../src-shared/core-event';
import { taskTitles } from '../../src-shared/tasks';
import { goodWorker, ScriptedLauncher } from '../runs/scripted-launcher';
import { temporaryFolder } from '../temporary-folder';

const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A core with one finished run. */
async function newCore() {
  const home = temporaryFolder();
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher: new ScriptedLauncher(goodWorker),
    shell: 'command line',
    timings: { ...usualTimings, tickMs: 5, exitMs: 20 },
  });
  onTestFinished(() => core.close());
  const events: CoreEvent[] = [];
  core.subscribe((event) => events.push(event));
  const { runId } = await core.api.start(experiment);
  await vi.waitFor(async () => expect(await core.api.run(runId)).toMatchObject({ status: 'finished' }));
  return { api: core.api, home, events, runId };
}

test('a run is exported into the app’s own folder, and imported as a run that every view hears of', async () => {
  const { api, home, events, runId } = await newCore();
  const { files } = await api.exportRun(runId, 'json');
  expect(files).toEqual([join(home, 'exports', runId, `${runId}.run.json`)]);
  const imported = await api.importRun(files[0]);
  expect(imported.runId).not.toBe(runId);
  const { metrics, experiment: trained } = await api.run(runId);
  expect(await api.run(imported.runId)).toMatchObject({ status: 'finished', metrics, experiment: trained });
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'run', run: expect.objectContaining({ id: imported.runId }) }),
  );
  const title = taskTitles.importRun(files[0]);
  await vi.waitFor(() =>
    expect(events).toContainEqual({
      type: 'task',
      task: expect.objectContaining({ title, state: 'done' }),
    }),
  );
});

test('a run becomes a project for a cluster among its exports, an experiment one by itself', async () => {
  const { api, home, runId } = await newCore();
  const { files } = await api.exportRun(runId, 'cluster');
  expect(files).toContain(join(home, 'exports', runId, `${runId}-cluster`, 'train.py'));
  const project = await api.exportCluster(experiment);
  expect(basename(project.folder)).toBe('demo-cluster');
  expect(existsSync(join(project.folder, 'train.py'))).toBe(true);
});

test('what cannot be exported or imported is refused in a sentence', async () => {
  const { api } = await newCore();
  await expect(api.exportRun('nobody', 'csv')).rejects.toThrow('There is no run named nobody');
  await expect(api.importRun('/nowhere/run.json')).rejects.toThrow('There is no file /nowhere/run.json.');
  const ensemble = { ...experiment, inference: { method: 'deep-ensemble' } };
  await expect(api.exportCluster(ensemble)).rejects.toThrow('inference.method');
});
