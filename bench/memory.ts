// What a worker's process needs of memory: the peak with S = 2 to 32 samples, whole and in passes of 2, and whether it grows
// over 5,000 steps. Each figure is of a process of its own.
// npm run bench -- memory
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memory as tensorMemory } from '@tensorflow/tfjs-core';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { openGradientReduction } from '../src-workers/train/open-gradient-reduction';
import { Trainer } from '../src-workers/train/trainer';
import { prepare, type Workload } from './step-time/workload';
import workloads from './step-time/workloads.json';

const taskVariable = 'PARASAMPLE_BENCH_MEMORY';
const manySteps = 5000;

interface Task {
  readonly workload: Workload;
  readonly samplesPerPass: number;
  readonly steps: number;
}

export default function benchMemory(): void {
  for (const workload of (workloads as unknown as readonly Workload[]).filter(
    ({ name }) => name === 'vit-64',
  ))
    for (const samples of [2, 4, 8, 16, 32]) {
      const whole = measure({ workload: { ...workload, samples }, samplesPerPass: samples, steps: 3 });
      const passes = measure({ workload: { ...workload, samples }, samplesPerPass: 2, steps: 3 });
      console.log(
        `${workload.name}, S ${samples}: peak ${whole.peakMB.toFixed(0)} MB, in passes of 2 ${passes.peakMB.toFixed(0)} MB`,
      );
    }
  for (const workload of (workloads as unknown as readonly Workload[])
    .filter(({ kind }) => kind === 'mlp')
    .slice(-1)) {
    const { early, late } = measure({ workload, samplesPerPass: workload.samples / 2, steps: manySteps });
    console.log(
      `${workload.name}, resident after a tenth of ${manySteps} steps ${early.residentMB.toFixed(0)} MB, after all ${late.residentMB.toFixed(0)} MB; JavaScript's buffers ${early.buffersMB.toFixed(1)} and ${late.buffersMB.toFixed(1)} MB, tensors ${early.tensors} and ${late.tensors}`,
    );
  }
}

interface Held {
  readonly residentMB: number;
  readonly buffersMB: number;
  readonly tensors: number;
}

interface Measured {
  readonly peakMB: number;
  readonly early: Held;
  readonly late: Held;
}

function measure(task: Task): Measured {
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url)], {
    env: { ...process.env, [taskVariable]: JSON.stringify(task) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(stdout);
}

/** Trains with gradients gathered over passes, as a worker of a run does. */
async function work({ workload, samplesPerPass, steps }: Task): Promise<Measured> {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const { program, parameters, inputs } = prepare({ ...workload, samples: samplesPerPass });
  const compiled = compileForTensorflow(loadBinding(runtime.binding), program, {
    passes: [inputs.shape],
    predictions: [],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  compiled.setParameters(parameters);
  const alone = { everyone: undefined, sameParameters: undefined };
  const reduction = await openGradientReduction(
    { program: compiled, floats: parameters.length, tailFloats: Trainer.tailFloats, passes: 1 },
    alone,
  );
  const tail = new Float32Array(Trainer.tailFloats);
  const passes = workload.samples / samplesPerPass;
  let early = held();
  for (let step = 1; step <= steps; step += 1) {
    for (let pass = 0; pass < passes; pass += 1)
      reduction.addPass(
        { ...inputs, share: 1 / passes },
        pass === 0 ? 'first' : 'further',
        pass + 1 === passes,
      );
    await reduction.reduce(tail);
    await reduction.apply({ learningRate: 1e-3, step });
    if (step === Math.ceil(steps / 10)) early = held();
  }
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  return { peakMB: Number(peak?.[1]) / 1000, early, late: held() };
}

function held(): Held {
  globalThis.gc?.();
  const { rss, arrayBuffers } = process.memoryUsage();
  return { residentMB: rss / 1e6, buffersMB: arrayBuffers / 1e6, tensors: tensorMemory().numTensors };
}

const task = process.env[taskVariable];
if (task !== undefined) {
  console.log(JSON.stringify(await work(JSON.parse(task))));
  process.exit(0);
}
