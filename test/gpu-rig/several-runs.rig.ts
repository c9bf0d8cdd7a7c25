import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder';
import { pretend } from './pretended';
import { type StartedRun, smallExperiment, startCommand, startPretended } from './pretended-run';

const patience = { timeout: 120_000, interval: 100 };

test('a run waits for a GPU that others train on, and two that share it train at once', async () => {
  const home = temporaryFolder();
  const endless = smallExperiment({ steps: 10_000_000, epochs: 1_000_000 });
  const sharing = { ...endless, parallel: { ...endless.parallel, share: 2 } };
  const shared = [startPretended(sharing, {}, {}, home), startPretended(sharing, {}, {}, home)];
  await vi.waitFor(() => expect(shared.filter(isTraining)).toHaveLength(2), patience);
  const alone = startPretended(smallExperiment({}), {}, {}, home);
  await vi.waitFor(() => expect(alone.said()).toContain('queued'), patience);
  await stopped(shared[0]);
  expect(isTraining(alone)).toBe(false);
  await stopped(shared[1]);
  await expect(alone.ended).resolves.toMatchObject({ code: 0, said: expect.stringContaining('finished') });
});

test('a GPU that is gone when a run’s turn comes is named, and what remains', async () => {
  const home = temporaryFolder();
  const two = pretend({ gpus: 2 });
  const first = startPretended(
    smallExperiment({ steps: 10_000_000, epochs: 1_000_000 }, ['gpu:1']),
    {},
    two,
    home,
  );
  await vi.waitFor(() => expect(isTraining(first)).toBe(true), patience);
  const second = startPretended(smallExperiment({}, ['gpu:1']), {}, two, home);
  await vi.waitFor(() => expect(second.said()).toContain('queued'), patience);
  copyFileSync(nvidiaSmi(pretend({ gpus: 1 })), nvidiaSmi(two));
  await stopped(first);
  const { code, said } = await second.ended;
  expect(code).toBe(1);
  expect(said).toMatch(/gpu:1 was there when the run was queued and is gone: this machine has .*gpu:0/);
});

test('what is asked of a trained network is computed on the GPU with the most free memory', async () => {
  const home = temporaryFolder();
  const machine = { gpus: 2, usedMiB: [60_000, 500] };
  const trained = await startPretended(smallExperiment({}), machine, {}, home).ended;
  expect(trained.code).toBe(0);
  const [id = ''] = /pretended-\w+/.exec(trained.said) ?? [];
  const seen = new Set<string>();
  const evaluation = startCommand(['evaluate', id], machine, {}, home);
  const watch = setInterval(() => {
    for (const gpu of gpusOfChildren(evaluation.pid)) seen.add(gpu);
  }, 20);
  onTestFinished(() => clearInterval(watch));
  await expect(evaluation.ended).resolves.toMatchObject({ code: 0 });
  expect([...seen]).toEqual(['GPU-1']);
});

/** The program that lists the pretended GPUs, which comes first in PATH. */
function nvidiaSmi({ PATH = '' }: Record<string, string>): string {
  return join(PATH.split(delimiter)[0], 'nvidia-smi');
}

function isTraining({ said }: StartedRun): boolean {
  return said().includes('epoch 1:');
}

async function stopped(run: StartedRun | undefined): Promise<void> {
  run?.stop();
  await run?.ended;
}

/** CUDA_VISIBLE_DEVICES of the processes that this one has started. */
function gpusOfChildren(parent: number): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const isChild = new RegExp(`\\) \\w ${parent} `).test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      const environment = isChild ? readFileSync(`/proc/${pid}/environ`, 'utf8') : '';
      return environment.match(/(?<=\0CUDA_VISIBLE_DEVICES=)[^\0]*/) ?? [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
