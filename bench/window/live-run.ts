import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { appFolders } from '../../src-files/app-folders';
import { createCore } from '../../src-main/api/core';
import { PageServer } from '../../test/renderer/page-server';
import { ScriptedLauncher } from '../../test/runs/scripted-launcher';
import type { BenchApp } from './app';
import { steadyWorker } from './steady-worker';

const stepsPerSecond = 500;
const watchedSeconds = 20;

const experiment = {
  name: 'Live',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/**
 * Processor time of all of Chromium while it shows a run that goes on. The core, its store and its lines to the page
 * are the real ones; only the worker computes nothing, so that the pace is the same on every machine.
 */
export async function benchLiveRun(app: BenchApp): Promise<void> {
  // The core looks for the threads it starts beside its own code, which here is a bundle of this bench.
  Object.assign(globalThis, { __dirname: resolve('out/main') });
  const home = await mkdtemp(join(tmpdir(), 'parasample-bench-live-'));
  const launcher = new ScriptedLauncher((worker) => steadyWorker(worker, stepsPerSecond));
  const core = createCore({ home, cache: appFolders().cache, launcher, shell: 'browser' });
  const server = new PageServer(resolve('out/renderer'), core);
  try {
    await app.page.goto(await server.listen());
    const { runId } = await core.api.start(experiment);
    await app.goTo(`#/runs/${runId}`);
    await watch(app);
    await core.api.stop(runId);
  } finally {
    await core.close();
    server.close();
    await rm(home, { recursive: true });
  }
}

async function watch(app: BenchApp): Promise<void> {
  const { page } = app;
  await page.getByRole('img', { name: /^Loss .*last/ }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(5000);
  const before = { steps: await stepsDone(page), ms: app.chromiumMs(), at: performance.now() };
  await page.waitForTimeout(watchedSeconds * 1000);
  const seconds = (performance.now() - before.at) / 1000;
  const steps = (await stepsDone(page)) - before.steps;
  const share = (app.chromiumMs() - before.ms) / (seconds * 10);
  console.log(
    `a live run at ${Math.round(steps / seconds)} steps a second costs Chromium ${share.toFixed(1)} % of a core`,
  );
}

async function stepsDone(page: Page): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of/).textContent();
  return Number(/Step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}
