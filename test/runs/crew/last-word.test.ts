import { expect, test } from 'vitest';
import type { ScriptedWorker } from '../scripted-launcher';
import { scriptedSupervisor } from '../scripted-supervisor';

/** Of a worker of TensorFlow 2.21 on a GPU whose kernel could not be launched, its middle cut. */
const gpuFails =
  'F0000 00:00:1796040309.911127   21390 reduction_gpu_kernels.cu.h:885] Check failed: (::tsl::TfCheckOkDeprecationMarker(), GpuLaunchKernel(ColumnReduceSimpleKernel<IN_T, OUT_T, Op>, extent_z, op)) is OK (INTERNAL: unspecified launch failure) ';

test.each([
  ['of a GPU that fails', gpuFails, 'INTERNAL: unspecified launch failure'],
  ['of any other end', 'F1130 12:00:00.5   42 arena.cc:8] no more arenas', 'no more arenas'],
])('a worker that crashes is told of with the last word of its library, %s', async (_, line, word) => {
  const dying = (worker: ScriptedWorker) => {
    worker.onReceived = ({ type }) => {
      if (type !== 'train') return;
      worker.write(line);
      worker.write('*** Check failure stack trace: ***');
      worker.exit(null, 'SIGABRT');
    };
    worker.say({ type: 'hello' });
  };
  const { supervisor, until } = scriptedSupervisor(dying, { cores: 1 });
  const { id } = await supervisor.start({
    name: 'a',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'], elastic: false },
  });
  await until(id, 'failed');
  expect(supervisor.summary(id).reason).toBe(
    `Worker 0 on cpu:0 crashed (SIGABRT): ${word}; the run's log may say more.`,
  );
});
