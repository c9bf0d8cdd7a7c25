import { expect, test, vi } from 'vitest';
import { appFolders } from '../../src-files/app-folders';
import { readDevices } from '../../src-main/devices/devices';
import { chooseEngine } from '../../src-main/runs/engine-choice';
import type { Gpu } from '../../src-shared/devices/devices';
import { killApp, newHome } from './training';

/** Other programs' use of a GPU changes by less than a worker's, which holds its CUDA context alone in more. */
const toleranceMB = 64;

async function gpus(): Promise<readonly Gpu[]> {
  return (await readDevices()).devices.flatMap((device) => (device.kind === 'gpu' ? [device] : []));
}

/** Why no run can train on a GPU here; undefined where one can. */
async function hindrance(): Promise<string | undefined> {
  const { gpuNote } = await readDevices();
  const { usesGpus, text } = chooseEngine(appFolders().cache);
  return gpuNote ?? (usesGpus ? undefined : `The engine here is ${text}, which uses no GPU.`);
}

async function usedMB(id: string): Promise<number> {
  return (await gpus()).find((gpu) => gpu.id === id)?.usedMemoryMB ?? Number.NaN;
}

test('kill -9 of the app leaves none of its memory on the GPU after ten seconds', async ({ skip }) => {
  const reason = await hindrance();
  if (reason !== undefined) skip(reason);
  const [{ id, usedMemoryMB: before }] = await gpus();
  const { file, start } = newHome([id]);
  const training = start('run', file);
  await training.until(20);
  expect(await usedMB(id)).toBeGreaterThan(before + toleranceMB);
  await killApp(training);
  await vi.waitFor(async () => expect(await usedMB(id)).toBeLessThan(before + toleranceMB), {
    timeout: 10_000,
    interval: 200,
  });
});
