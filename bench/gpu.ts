// The paper's ViT-Tiny (S 16, B 128) on the first GPU: our step with and without XLA, beside torch_blue and hand-batched
// PyTorch, in rounds that take turns.
// npm run bench -- --gpu
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { StepProcess, startTorch } from './step-time/step-process';
import { prepare, type Workload } from './step-time/workload';

const vitTiny: Workload = {
  name: 'vit-tiny',
  kind: 'vit',
  width: 192,
  depth: 6,
  heads: 3,
  samples: 16,
  items: 128,
};
const rounds = 7;
const stepsOfRound = 10;
const ownVariable = 'PARASAMPLE_BENCH_OWN_STEP';
// What each worker of a run gets too (src-main/runs/worker-environment.ts).
const oneGpu = {
  CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
  CUDA_VISIBLE_DEVICES: '0',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
};

export default async function benchGpu(): Promise<void> {
  const { PARASAMPLE_PARITY_PYTHON: python } = process.env;
  if (!python) throw new Error('Start this bench with npm run bench -- --gpu.');
  const device = 'cuda';
  const threads = availableParallelism();
  const steps = {
    ours: await startOwn({ NVIDIA_TF32_OVERRIDE: '0' }),
    oursWithXla: await startOwn({ NVIDIA_TF32_OVERRIDE: '0', TF_XLA_FLAGS: '--tf_xla_auto_jit=2' }),
    torchBlue: await startTorch(python, vitTiny, 'torch_blue', { device, threads }),
    handBatched: await startTorch(python, vitTiny, 'hand_batched', { device, threads }),
  };
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, step] of Object.entries(steps))
      times.set(name, [...(times.get(name) ?? []), await step.measure(stepsOfRound)]);
  for (const step of Object.values(steps)) step.stop();
  report(times);
}

function report(times: ReadonlyMap<string, readonly number[]>): void {
  const ms = (name: string) => [...(times.get(name) ?? [])].sort((a, b) => a - b)[Math.floor(rounds / 2)];
  const [ours, withXla, blue, batched] = ['ours', 'oursWithXla', 'torchBlue', 'handBatched'].map(ms);
  const best = Math.min(ours, withXla);
  console.log(
    `vit-tiny on the GPU, float32: ours ${ours.toFixed(1)} ms, with XLA ${withXla.toFixed(1)} ms, torch_blue ${blue.toFixed(1)} ms (ratio ${(blue / best).toFixed(2)}), hand-batched ${batched.toFixed(1)} ms (ratio ${(batched / best).toFixed(2)})`,
  );
}

function startOwn(environment: Readonly<Record<string, string>>): Promise<StepProcess> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, ...oneGpu, ...environment, [ownVariable]: '1' },
  });
  return StepProcess.of(child, `Parasample could not run ${vitTiny.name} on the GPU`);
}

/** Says `ready` when it has warmed up, then answers each number of steps with the milliseconds of one. */
async function work(): Promise<void> {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime -- --cuda');
  const binding = loadBinding(runtime.binding);
  if (!binding.isUsingGpuDevice()) throw new Error('TensorFlow sees no GPU here.');
  const { program, parameters, inputs } = prepare(vitTiny);
  const compiled = compileForTensorflow(binding, program, {
    passes: [inputs.shape],
    predictions: [],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  compiled.setParameters(parameters);
  let taken = 0;
  const step = () => {
    taken += 1;
    // Its report is fetched, so that the step is over when this returns.
    compiled.gradientsAndApply(inputs, { learningRate: 1e-3, step: taken });
  };
  for (let warmUp = 0; warmUp < 3; warmUp += 1) step();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const start = performance.now();
    for (let index = 0; index < Number(line); index += 1) step();
    console.log((performance.now() - start) / Number(line));
  }
}

if (process.env[ownVariable] !== undefined) {
  await work();
  process.exit(0);
}
