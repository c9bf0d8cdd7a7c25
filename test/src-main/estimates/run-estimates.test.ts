import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CountingWorker } from '../../../src-main/estimates/counting-worker';
import { RunEstimates } from '../../../src-main/estimates/run-estimates';
import type { CpuSlot, Gpu } from '../../../src-shared/devices/devices';
import type { MemoryNeed } from '../../../src-shared/runs/run-estimate';
import { ScriptedLauncher } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';

const need: MemoryNeed = { tensors: 2e9, parameters: 1e9, process: 0 };
const demo = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  training: { epochs: 3, batchSize: 100 },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};
const slot = (id: string): CpuSlot => ({
  ...{ kind: 'cpu', id, name: 'CPU', cores: 2, totalMemoryMB: 8000, usedMemoryMB: 3000 },
});
const gpu: Gpu = {
  ...{ kind: 'gpu', id: 'gpu:0', index: 0, uuid: 'GPU-0', name: 'A GPU', driver: '580' },
  ...{ totalMemoryMB: 24_000, usedMemoryMB: 4000 },
};

function estimatesHere() {
  const launcher = new ScriptedLauncher((worker) => {
    worker.onReceived = (message) => {
      if (message.type !== 'count') return;
      const memory = Object.fromEntries(message.counting.kinds.map((kind) => [kind, need]));
      worker.say({
        type: 'counted',
        counted: { weights: 5, bayesian: 5, trained: 10, trainItems: 1000, memory },
      });
    };
    worker.say({ type: 'hello' });
  });
  const counting = new CountingWorker(launcher);
  onTestFinished(() => counting.close());
  const home = temporaryFolder();
  const surroundings = {
    ...{ devices: [slot('cpu:0'), slot('cpu:1'), gpu], cacheFolder: home, home },
    engine: { choice: { kind: 'tensorflow', binding: '/b' }, text: 'TensorFlow', usesGpus: true } as const,
  };
  const estimates = new RunEstimates(counting);
  const asked = () => launcher.workers.flatMap(({ received }) => received).length;
  return {
    home,
    asked,
    estimate: (value: unknown) =>
      estimates.estimate(value, 'form', surroundings, { runs: [], stepMs: async () => undefined }),
  };
}

test('CPU slots share the machine’s memory, a GPU has its own, of which TensorFlow leaves 1800 MiB to others', async () => {
  const { estimate } = estimatesHere();
  const devices = ['cpu:0', 'cpu:1', 'gpu:0'];
  const mixed = { ...demo, training: { samples: 6 }, parallel: { mode: 'sp', devices } };
  expect((await estimate(mixed)).memory).toEqual([
    { devices: ['cpu:0', 'cpu:1'], need, freeBytes: 5e9 },
    { devices: ['gpu:0'], need, freeBytes: 20e9 - 1800 * 2 ** 20 },
  ]);
});

test('what only changes names and lengths is not counted again', async () => {
  const { estimate, asked } = estimatesHere();
  expect((await estimate(demo)).totalSteps).toBe(30);
  const longer = { ...demo, name: 'Longer', training: { ...demo.training, epochs: 5 } };
  expect((await estimate(longer)).totalSteps).toBe(50);
  expect(asked()).toBe(1);
  await estimate({ ...demo, training: { ...demo.training, samples: 6 } });
  expect(asked()).toBe(2);
});

test('a file that was changed is counted again', async () => {
  const { estimate, asked, home } = estimatesHere();
  const file = join(home, 'table.csv');
  writeFileSync(file, 'a,b\n1,2\n');
  const table = { ...demo, data: { dataset: 'table', path: file, target: 'b' } };
  await estimate(table);
  await estimate(table);
  expect(asked()).toBe(1);
  writeFileSync(file, 'a,b\n1,2\n3,4\n');
  await estimate(table);
  expect(asked()).toBe(2);
});

test('what could not start is refused before anything is counted', async () => {
  const { estimate, asked } = estimatesHere();
  const missing = { ...demo, data: { dataset: 'table', path: '/nowhere.csv', target: 'b' } };
  await expect(estimate(missing)).rejects.toThrow('data.path: /nowhere.csv is not there');
  await expect(estimate({ ...demo, parallel: { mode: 'local', devices: ['cpu:7'] } })).rejects.toThrow(
    'cpu:7',
  );
  await expect(estimate({ ...demo, data: { dataset: 'cifar-10' } })).rejects.toThrow(
    'has not been fetched yet',
  );
  expect(asked()).toBe(0);
});
