import type { Page } from 'playwright-core';
import type { BenchApp } from './app';

const watchedSeconds = 15;

/** Small enough that steps cost next to nothing: hundreds a second. */
const experiment = {
  name: 'Live',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8], activation: 'relu' },
  training: { samples: 1, batchSize: 8, epochs: 5000, optimizer: { kind: 'adam', learningRate: 0.001 } },
  inference: { method: 'point-estimate' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** Processor time of all of Chromium while it shows a run that goes on, and while it shows none. */
export async function benchLiveRun(app: BenchApp): Promise<void> {
  const { page } = app;
  await app.goTo('#/new');
  await page.getByLabel('Experiment file').setInputFiles({
    name: 'live.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(experiment)),
  });
  await page.getByRole('button', { name: 'Start run' }).click();
  await page.getByText(/^Step [\d,]+ of/).waitFor({ timeout: 60_000 });
  await page.getByRole('img', { name: /^Loss .*last/ }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(5000);
  const before = { steps: await stepsDone(page), ms: app.chromiumMs() };
  await page.waitForTimeout(watchedSeconds * 1000);
  const steps = (await stepsDone(page)) - before.steps;
  const share = (app.chromiumMs() - before.ms) / (watchedSeconds * 10);
  console.log(
    `a live run at ${Math.round(steps / watchedSeconds)} steps a second costs Chromium ${share.toFixed(1)} % of a core`,
  );
  await page.getByRole('button', { name: 'Stop run' }).click();
  await page
    .getByRole('status', { name: 'Status of the run' })
    .getByText('Stopped')
    .waitFor({ timeout: 60_000 });
}

async function stepsDone(page: Page): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of/).textContent();
  return Number(/Step ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}
