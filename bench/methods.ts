// Whether a step of IVON costs what one of Adam costs with as many samples, the two in turn; and whether chains on two
// slots of one core each, which exchange nothing, step as fast as those on one.
// npm run bench -- methods
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { pinnedPayload, runPinned } from './pinned-process';
import { type BenchMethod, prepare, type Workload } from './step-time/workload';

const mlp = { name: 'mlp', kind: 'mlp', sizes: [784, 512, 512, 10] } as const;
const rounds = 5;
const steps = 60;

export default async function benchMethods(): Promise<void> {
  for (const [samples, items] of [
    [8, 64],
    [2, 16],
  ])
    console.log(ivonLine({ ...mlp, samples, items }));
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await slotsMs(['0']));
    beside.push(await slotsMs(['0', '1']));
  }
  const ratios = alone.map((ms, round) => ms / beside[round]);
  console.log(
    `chains, 4 on a slot of one core: ${quantiles(alone)} ms alone, ${quantiles(beside)} ms with 4 more on a second (weak scaling ${quantiles(ratios)})`,
  );
}

/** Both in one process, step by step in turn, so that what else the machine does falls on both. */
function ivonLine(workload: Workload): string {
  const adam = stepper(workload, 'variational');
  const ivon = stepper(workload, 'ivon');
  const times = { adam: [] as number[], ivon: [] as number[] };
  for (let step = 1; step <= rounds * steps; step += 1) {
    times.adam.push(adam(step));
    times.ivon.push(ivon(step));
  }
  const ratios = times.ivon.map((ms, step) => ms / times.adam[step]);
  return `mlp, S ${workload.samples}, B ${workload.items}: Adam ${quantiles(times.adam)} ms, IVON ${quantiles(times.ivon)} ms (IVON / Adam ${quantiles(ratios)})`;
}

function stepper(workload: Workload, method: BenchMethod): (step: number) => number {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const { program, parameters, inputs, optimiser } = prepare(workload, method);
  const passes = [inputs.shape];
  const compiled = compileForTensorflow(loadBinding(runtime.binding), program, {
    passes,
    predictions: [],
    optimiser,
  });
  compiled.setParameters(parameters);
  const one = (step: number): number => {
    const start = performance.now();
    compiled.gradientsAndApply(inputs, { learningRate: 1e-4, step });
    return performance.now() - start;
  };
  // The first ones warm up.
  for (let step = 1; step <= 3; step += 1) one(step);
  return one;
}

/** Milliseconds of a step of the slowest of processes that run at the same time, one to each core. */
async function slotsMs(cores: readonly string[]): Promise<number> {
  const file = fileURLToPath(import.meta.url);
  return Math.max(...(await Promise.all(cores.map((core) => runPinned(file, {}, core, 1)))));
}

/** The quartiles and what lies between them. */
function quantiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))].toPrecision(3);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}

if (pinnedPayload() !== undefined) {
  const one = stepper({ ...mlp, samples: 4, items: 64 }, 'sg-mcmc');
  const times = Array.from({ length: steps }, (_, step) => one(step + 1)).sort((a, b) => a - b);
  console.log(times[Math.floor(steps / 2)]);
  process.exit(0);
}
