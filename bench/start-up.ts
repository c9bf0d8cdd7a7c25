// Milliseconds from a worker's start until its first step is done, for the paper's ViT-Tiny: loading TensorFlow, writing the
// graph, loading it, the first step. Each round is a process of its own.
// npm run bench -- start-up
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { prepare, type Workload } from './step-time/workload';

// One sample of one item: what is left is what every worker pays before it can learn anything.
const vitTiny: Workload = {
  name: 'vit-tiny',
  kind: 'vit',
  width: 192,
  depth: 6,
  heads: 3,
  samples: 1,
  items: 1,
};
const rounds = 5;
const roundVariable = 'PARASAMPLE_BENCH_ROUND';
const phases = ['process', 'tensorflow', 'graph', 'firstStep', 'secondStep'] as const;
type Phases = Record<(typeof phases)[number], number>;

export default function benchStartUp(): void {
  const times = Array.from({ length: rounds }, measure);
  const median = (of: (one: Phases) => number): string =>
    times
      .map(of)
      .sort((a, b) => a - b)
      [Math.floor(rounds / 2)].toFixed(0);
  const ready = median(
    ({ process: start, tensorflow, graph, firstStep }) => start + tensorflow + graph + firstStep,
  );
  console.log(
    `${vitTiny.name}: first step done after ${ready} ms (${phases.map((phase) => `${phase} ${median((one) => one[phase])}`).join(', ')} ms)`,
  );
}

function measure(): Phases {
  const start = performance.timeOrigin + performance.now();
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, [roundVariable]: String(start) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(stdout);
}

function work(started: number): Phases {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const marks = [started, performance.timeOrigin + performance.now()];
  const mark = () => marks.push(performance.timeOrigin + performance.now());
  const binding = loadBinding(runtime.binding);
  mark();
  const { program, parameters, inputs } = prepare(vitTiny);
  const compiled = compileForTensorflow(binding, program, {
    passes: [inputs.shape],
    predictions: [inputs.shape],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  compiled.setParameters(parameters);
  mark();
  for (let step = 1; step <= 2; step += 1) {
    compiled.gradientsAndApply(inputs, { learningRate: 1e-3, step });
    mark();
  }
  const spans = phases.map((phase, index) => [phase, marks[index + 1] - marks[index]]);
  return Object.fromEntries(spans) as Phases;
}

const started = process.env[roundVariable];
if (started !== undefined) {
  console.log(JSON.stringify(work(Number(started))));
  process.exit(0);
}
