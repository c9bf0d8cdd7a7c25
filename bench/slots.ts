// Whether sampling parallelism over CPU slots pays: S = 16 on two slots of one thread, gradients exchanged, against
// one slot of two threads; and weak scaling from one pinned slot to two.
// npm run bench -- slots
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-main/folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { Exchange } from '../src-workers/parallel/exchange';
import { openGradientReduction } from '../src-workers/train/open-gradient-reduction';
import { Trainer } from '../src-workers/train/trainer';
import { prepare, type Workload } from './step-time/workload';
import workloads from './step-time/workloads.json';

const slotVariable = 'PARASAMPLE_BENCH_SLOT';
const samples = 16;
const steps = 9;

/** What one process of a measurement does. */
interface Slot {
  readonly workload: Workload;
  readonly rank: number;
  readonly workers: number;
  readonly folder: string;
}

export default async function benchSlots(): Promise<void> {
  const only = process.env.PARASAMPLE_BENCH_ONLY;
  for (const workload of workloads as unknown as readonly Workload[]) {
    if (only && workload.name !== only) continue;
    const whole = { ...workload, samples };
    const half = { ...workload, samples: samples / 2 };
    const one = await stepMs(whole, ['0,1'], 2);
    const two = await stepMs(half, ['0', '1'], 1);
    const pinned = await stepMs(half, ['0'], 1);
    console.log(
      `${workload.name}, S ${samples}: one slot of 2 threads ${one.toFixed(1)} ms, two slots of 1 thread ${two.toFixed(1)} ms (ratio ${(one / two).toFixed(2)}); S ${samples / 2} on one pinned slot ${pinned.toFixed(1)} ms (weak scaling ${(pinned / two).toFixed(2)})`,
    );
  }
}

/** Median milliseconds of a step of worker processes, one to each set of cores. */
async function stepMs(workload: Workload, cores: readonly string[], threads: number): Promise<number> {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'parasample-bench-'));
  const outputs = await Promise.all(
    cores.map((set, rank) => runSlot({ workload, rank, workers: cores.length, folder }, set, threads)),
  );
  await rm(folder, { recursive: true });
  return Math.max(...outputs);
}

function runSlot(slot: Slot, cores: string, threads: number): Promise<number> {
  const child = spawn('taskset', ['-c', cores, process.execPath, fileURLToPath(import.meta.url)], {
    env: {
      ...process.env,
      [slotVariable]: JSON.stringify(slot),
      TF_NUM_INTRAOP_THREADS: String(threads),
      TF_NUM_INTEROP_THREADS: String(threads),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  return new Promise((resolve) => child.once('exit', () => resolve(Number(output))));
}

async function work({ workload, rank, workers, folder }: Slot): Promise<void> {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const { program, parameters, inputs } = prepare(workload);
  const compiled = compileForTensorflow(loadBinding(runtime.binding), program, {
    passes: [inputs.shape],
    predictions: [],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  compiled.setParameters(parameters);
  const everyone =
    workers > 1 ? await Exchange.connect({ rank, workers, folder, floats: parameters.length }) : undefined;
  const reducers = { everyone, sameParameters: everyone };
  const reduction =
    everyone && (await openGradientReduction(compiled, reducers, parameters.length, Trainer.tailFloats));
  const tail = new Float32Array(Trainer.tailFloats);
  const times: number[] = [];
  for (let step = 1; step <= steps + 2; step += 1) {
    const start = performance.now();
    const taken = { learningRate: 1e-3, step };
    if (reduction) {
      reduction.addPass({ ...inputs, share: 1 / workers }, 'first');
      await reduction.reduce(tail);
      reduction.apply(taken);
    } else compiled.gradientsAndApply(inputs, taken);
    // The first two warm up.
    if (step > 2) times.push(performance.now() - start);
  }
  reduction?.close();
  await everyone?.close();
  console.log([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]);
}

const slot = process.env[slotVariable];
if (slot !== undefined) {
  await work(JSON.parse(slot));
  process.exit(0);
}
