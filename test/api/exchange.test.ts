import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { PrintPage } from '../../src-main/report/print-page';
import { taskTitles } from '../../src-shared/tasks';
import { demo, newCore } from './scripted-core';

/** A core with one finished run. */
async function coreWithRun(print?: PrintPage) {
  const { api, home, events, finished } = newCore(undefined, print);
  return { api, home, events, runId: await finished() };
}

test('a run is exported into the app’s own folder, and imported as a run that every view hears of', async () => {
  const { api, home, events, runId } = await coreWithRun();
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
  const { api, home, runId } = await coreWithRun();
  const { files } = await api.exportRun(runId, 'cluster');
  expect(files).toContain(join(home, 'exports', runId, `${runId}-cluster`, 'train.py'));
  const project = await api.exportCluster(demo);
  expect(basename(project.folder)).toBe('demo-cluster');
  expect(existsSync(join(project.folder, 'train.py'))).toBe(true);
});

test('a report is printed beside its page where the shell can, and refused in a sentence where it cannot or fails', async () => {
  const print: PrintPage = async (page) => Buffer.from(`%PDF of ${readFileSync(page, 'utf8').slice(0, 15)}`);
  const { api, home, runId } = await coreWithRun(print);
  const { files } = await api.printReport(runId);
  const folder = join(home, 'exports', runId);
  expect(files).toEqual([join(folder, `${runId}.html`), join(folder, `${runId}.pdf`)]);
  expect(readFileSync(files[1], 'utf8')).toBe('%PDF of <!doctype html>');
  const unable = await coreWithRun();
  await expect(unable.api.printReport(unable.runId)).rejects.toThrow('Only the desktop app prints');
  const failing = await coreWithRun(async () => {
    throw new Error('no paper');
  });
  await expect(failing.api.printReport(failing.runId)).rejects.toThrow(
    /could not be printed: .*no paper.*html$/,
  );
});

test('what cannot be exported or imported is refused in a sentence', async () => {
  const { api } = await coreWithRun();
  await expect(api.exportRun('nobody', 'csv')).rejects.toThrow('There is no run named nobody');
  await expect(api.importRun('/nowhere/run.json')).rejects.toThrow('There is no file /nowhere/run.json.');
  const ensemble = { ...demo, inference: { method: 'deep-ensemble' } };
  await expect(api.exportCluster(ensemble)).rejects.toThrow('inference.method');
});
