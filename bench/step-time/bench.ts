// The time of a training step beside torch_blue and hand-batched PyTorch, in rounds that take turns.
// npm run bench -- [--json] [--only NAME] [--record]
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { appFolders } from '../../src-files/app-folders';
import { installedRuntime } from '../../src-main/runtime/runtime';
import { type Binding, loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { largeProduct, productFlops } from './products';
import { heldAgainst, processorHere, type Ratios, withRatios } from './record';
import recorded from './recorded.json';
import { startTorch } from './step-process';
import { prepare, type Workload } from './workload';
import workloads from './workloads.json';

/** Medians over rounds, milliseconds a step; `ratio` is the median of peer / ours of the same round. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  /** torch_blue */
  readonly peer: number;
  readonly ratio: number;
  readonly handBatched: number;
  /** The step's matrix products alone, at the rate of a large product on this machine. */
  readonly limit: number;
  readonly unit: 'ms';
}

const rounds = 7;
// Long enough that a clock's and a pipe's microseconds do not count.
const leastRoundMs = 100;

export async function benchSteps(python: string, only: string | undefined): Promise<readonly Row[]> {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const binding = loadBinding(runtime.binding);
  const chosen = (workloads as unknown as readonly Workload[]).filter(({ name }) => !only || name === only);
  const rows: Row[] = [];
  for (const workload of chosen) rows.push(await measure(workload, binding, python));
  return rows;
}

async function measure(workload: Workload, binding: Binding, python: string): Promise<Row> {
  const threads = availableParallelism();
  const step = ownStep(workload, binding);
  const product = largeProduct(binding);
  const blue = await startTorch(python, workload, 'torch_blue', { threads });
  const batched = await startTorch(python, workload, 'hand_batched', { threads });
  const steps = Math.max(1, Math.round(leastRoundMs / timed(1, step.run)));
  const times: { ours: number; peer: number; handBatched: number; limit: number }[] = [];
  for (let round = 0; round < rounds; round += 1)
    times.push({
      ours: timed(steps, step.run),
      peer: await blue.measure(steps),
      handBatched: await batched.measure(steps),
      limit: (timed(2, product.run) / product.flops) * productFlops(workload),
    });
  for (const peer of [blue, batched]) peer.stop();
  for (const own of [step, product]) own.dispose();
  return {
    name: workload.name,
    ours: median(times.map(({ ours }) => ours)),
    peer: median(times.map(({ peer }) => peer)),
    ratio: median(times.map(({ ours, peer }) => peer / ours)),
    handBatched: median(times.map(({ handBatched }) => handBatched)),
    limit: median(times.map(({ limit }) => limit)),
    unit: 'ms',
  };
}

function ownStep(workload: Workload, binding: Binding): { run(): void; dispose(): void } {
  const { program, parameters, inputs } = prepare(workload);
  const compiled = compileForTensorflow(binding, program, {
    passes: [inputs.shape],
    predictions: [],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  compiled.setParameters(parameters);
  let step = 0;
  const run = () => {
    step += 1;
    compiled.gradientsAndApply(inputs, { learningRate: 1e-3, step });
  };
  for (let warmUp = 0; warmUp < 3; warmUp += 1) run();
  return { run, dispose: () => compiled.dispose() };
}

/** Milliseconds of one call, the mean of several. */
function timed(calls: number, call: () => void): number {
  const start = performance.now();
  for (let index = 0; index < calls; index += 1) call();
  return (performance.now() - start) / calls;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export default async function bench(): Promise<void> {
  const { PARASAMPLE_PARITY_PYTHON: python, PARASAMPLE_BENCH_ONLY: only } = process.env;
  if (!python) throw new Error('Start this bench with npm run bench.');
  const rows = await benchSteps(python, only);
  if (process.env.PARASAMPLE_BENCH_JSON) console.log(JSON.stringify(rows));
  else console.log(rows.map(lineOf).join('\n'));
  const ratios = Object.fromEntries(rows.map(({ name, ratio }) => [name, ratio]));
  if (process.env.PARASAMPLE_BENCH_RECORD) return record(ratios, process.env.PARASAMPLE_BENCH_RECORD);
  const { fallen, notes } = heldAgainst(ratios, processorHere(availableParallelism()), recorded);
  for (const line of [...fallen, ...notes]) console.error(line);
  if (fallen.length > 0) process.exitCode = 1;
}

function record(ratios: Ratios, file: string): void {
  const renewed = withRatios(recorded, processorHere(availableParallelism()), ratios);
  writeFileSync(file, `${JSON.stringify(renewed, null, 2)}\n`);
}

function lineOf({ name, ours, peer, ratio, handBatched, limit }: Row): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return `${name}: ours ${ms(ours)}, torch_blue ${ms(peer)} (ratio ${ratio.toFixed(2)}), hand-batched ${ms(handBatched)}, products alone ${ms(limit)}`;
}
