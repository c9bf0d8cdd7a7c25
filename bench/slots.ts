// Whether sampling parallelism over CPU slots pays: S = 16 on two slots of one thread, gradients exchanged, against
// one slot of two threads; and weak scaling from one pinned slot to two.
// npm run bench -- slots
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { Exchange } from '../src-workers/parallel/exchange';
import { openGradientReduction } from '../src-workers/train/open-gradient-reduction';
import { Trainer } from '../src-workers/train/trainer';
import { pinnedPayload, runPinned } from './pinned-process';
import { productFlops } from './step-time/products';
import { prepare, type Workload } from './step-time/workload';
import workloads from './step-time/workloads.json';

const samples = 16;
const rounds = 3;
// Of matrix products, so that a slot of one core steps for a few seconds.
const flopsOfSlot = 3e11;

/** What one process of a measurement does. */
interface Slot {
  readonly workload: Workload;
  readonly rank: number;
  readonly workers: number;
  readonly folder: string;
  /** Whether gradients are exchanged, or the slots only run at the same time. */
  readonly isTogether: boolean;
}

export default async function benchSlots(): Promise<void> {
  const only = process.env.PARASAMPLE_BENCH_ONLY;
  for (const workload of workloads as unknown as readonly Workload[]) {
    if (only && workload.name !== only) continue;
    const rows = [];
    for (let round = 0; round < rounds; round += 1) rows.push(await measure(workload));
    console.log(lineOf(workload, rows));
  }
}

/** Milliseconds of a step: one slot, two, one pinned with half the samples, two such that only run at the same time. */
async function measure(workload: Workload) {
  const half = { ...workload, samples: samples / 2 };
  return {
    one: await stepMs({ ...workload, samples }, ['0,1'], 2),
    two: await stepMs(half, ['0', '1'], 1),
    pinned: await stepMs(half, ['0'], 1),
    apart: await stepMs(half, ['0', '1'], 1, false),
  };
}

type Row = Awaited<ReturnType<typeof measure>>;

function lineOf({ name }: Workload, rows: readonly Row[]): string {
  const ms = (key: keyof Row) => `${median(rows.map((row) => row[key])).toFixed(1)} ms`;
  const ratio = (a: keyof Row, b: keyof Row) => median(rows.map((row) => row[a] / row[b])).toFixed(2);
  return [
    `${name}, S ${samples}: one slot of 2 threads ${ms('one')}, two slots of 1 thread ${ms('two')} (one / two ${ratio('one', 'two')})`,
    `S ${samples / 2} on one pinned slot ${ms('pinned')} (weak scaling ${ratio('pinned', 'two')}; without any exchange ${ratio('pinned', 'apart')})`,
  ].join('; ');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Median milliseconds of a step of worker processes, one to each set of cores. */
async function stepMs(
  workload: Workload,
  cores: readonly string[],
  threads: number,
  isTogether = true,
): Promise<number> {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'parasample-bench-'));
  const outputs = await Promise.all(
    cores.map((set, rank) =>
      runSlot({ workload, rank, workers: cores.length, folder, isTogether }, set, threads),
    ),
  );
  await rm(folder, { recursive: true });
  return Math.max(...outputs);
}

function runSlot(slot: Slot, cores: string, threads: number): Promise<number> {
  return runPinned(fileURLToPath(import.meta.url), slot, cores, threads);
}

async function work({ workload, rank, workers, folder, isTogether }: Slot): Promise<void> {
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
    isTogether &&
    everyone &&
    (await openGradientReduction(
      { program: compiled, floats: parameters.length, tailFloats: Trainer.tailFloats, passes: 1 },
      reducers,
    ));
  const tail = new Float32Array(Trainer.tailFloats);
  const times: number[] = [];
  const steps = Math.max(9, Math.round(flopsOfSlot / productFlops(workload)));
  for (let step = 1; step <= steps + 2; step += 1) {
    const start = performance.now();
    const taken = { learningRate: 1e-3, step };
    if (reduction) {
      reduction.addPass({ ...inputs, share: 1 / workers }, 'first', true);
      await reduction.reduce(tail);
      await reduction.apply(taken);
    } else compiled.gradientsAndApply(inputs, taken);
    // The first two warm up.
    if (step > 2) times.push(performance.now() - start);
  }
  if (reduction) reduction.close();
  await everyone?.close();
  console.log(median(times));
}

const slot = pinnedPayload();
if (slot !== undefined) {
  await work(slot as Slot);
  process.exit(0);
}
