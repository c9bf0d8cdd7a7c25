// What a run's program needs of memory, as it is counted before the start (src-workers/engine/tensorflow/program-memory.ts), beside what a process
// takes: the peak of its resident memory over five steps and a prediction above that of the same process with TensorFlow loaded.
// npm run bench -- memory-estimate
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { type Experiment, type ExperimentInput, experimentSchema } from '../src-shared/experiment/experiment';
import { sizeOf } from '../src-shared/experiment/networks/tensors/weight-tensor';
import type { Task } from '../src-workers/data/run-data';
import { flatten, layoutOf } from '../src-workers/engine/parameter-layout';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { planSteps } from '../src-workers/parallel/step-plan';
import { noiseSeeds } from '../src-workers/random/noise-seeds';
import { compileOptions } from '../src-workers/run/prepared-run';
import { runProgram } from '../src-workers/train/run-program';

const taskVariable = 'PARASAMPLE_BENCH_MEMORY_ESTIMATE';
const trainItems = 4000;

const classes = Array.from({ length: 10 }, (_, index) => `${index}`);
const pictures = (side: number, channels: number): Task => ({
  kind: 'classification',
  inputShape: [side, side, channels],
  classNames: classes,
});
const values = (inputShape: readonly number[], targetShape: readonly number[]): Task => ({
  kind: 'regression',
  inputShape,
  targetShape,
  targetNames: ['value'],
  targetMean: [0],
  targetStd: [1],
});

interface Case {
  readonly name: string;
  readonly task: Task;
  readonly experiment: ExperimentInput;
}

const variational = { method: 'variational' } as const;
const methods: readonly ExperimentInput['inference'][] = [
  variational,
  { method: 'ivon' },
  { method: 'deep-ensemble' },
  { method: 'mc-dropout' },
  { method: 'sg-mcmc' },
  { method: 'point-estimate' },
];

const cases: readonly Case[] = [
  caseOf('mlp', pictures(28, 1), { kind: 'mlp', hidden: [512, 512] }, 16, 128),
  caseOf('mlp', pictures(28, 1), { kind: 'mlp', hidden: [2048, 2048] }, 8, 512),
  caseOf('cnn', pictures(32, 3), { kind: 'cnn', channels: [32, 64], hidden: [256] }, 4, 64),
  caseOf('cnn', pictures(32, 3), { kind: 'cnn', channels: [32, 64, 128], hidden: [256] }, 8, 128),
  caseOf('vit', pictures(32, 3), { kind: 'vit', width: 64, depth: 4, heads: 4, mlpWidth: 256 }, 8, 32),
  caseOf('vit', pictures(32, 3), { kind: 'vit', width: 192, depth: 6, heads: 3, mlpWidth: 768 }, 4, 16),
  caseOf('transformer', values([72, 1], [24, 1]), transformer(32), 4, 64),
  caseOf('transformer', values([168, 1], [24, 1]), transformer(128), 8, 64),
  caseOf('swin', values([24, 24, 3], [24, 24, 3]), swin(32), 2, 16),
  caseOf('swin', values([48, 48, 3], [48, 48, 3]), swin(64), 4, 8),
  // The numbers in program-memory.ts were set without these.
  caseOf('mlp', pictures(28, 1), { kind: 'mlp', hidden: [256] }, 32, 256),
  caseOf('cnn', pictures(32, 3), { kind: 'cnn', channels: [16, 32, 64], hidden: [128] }, 16, 32),
  caseOf('vit', pictures(32, 3), { kind: 'vit', width: 128, depth: 3, heads: 4, mlpWidth: 512 }, 4, 64),
  caseOf('transformer', values([120, 1], [24, 1]), transformer(64), 4, 48),
  caseOf('transformer', values([168, 1], [24, 1]), transformer(128), 4, 32),
  caseOf('swin', values([48, 48, 3], [48, 48, 3]), swin(48), 3, 12),
  ...methods.slice(1).map((inference) => ({
    ...caseOf('mlp', pictures(28, 1), { kind: 'mlp', hidden: [512, 512] }, 16, 128, inference),
  })),
  ...methods.slice(1).map((inference) => ({
    ...caseOf(
      'vit',
      pictures(32, 3),
      { kind: 'vit', width: 64, depth: 4, heads: 4, mlpWidth: 256 },
      8,
      32,
      inference,
    ),
  })),
];

function transformer(width: number) {
  return {
    kind: 'transformer',
    width,
    heads: 4,
    encoderLayers: 2,
    decoderLayers: 2,
    feedForward: 2 * width,
  } as const;
}

function swin(width: number): ExperimentInput['model'] {
  return { kind: 'swin', patchSize: 3, width, depths: [2, 2], headWidth: 16, window: 4 };
}

function caseOf(
  name: string,
  task: Task,
  model: ExperimentInput['model'],
  samples: number,
  batchSize: number,
  inference: ExperimentInput['inference'] = variational,
): Case {
  const isDropping = inference?.method === 'mc-dropout';
  const experiment: ExperimentInput = {
    data: { dataset: 'digits' },
    model: { ...model, ...(isDropping ? { dropout: 0.1 } : {}) } as ExperimentInput['model'],
    inference,
    training: { samples: inference?.method === 'point-estimate' ? 1 : samples, batchSize },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
  return {
    name: `${name}, ${inference?.method}, S ${experiment.training?.samples}, B ${batchSize}`,
    task,
    experiment,
  };
}

export default function benchMemoryEstimate(): void {
  for (const one of cases.filter(({ name }) => name.includes(process.env.PARASAMPLE_BENCH_ONLY ?? ''))) {
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url)], {
      env: {
        ...process.env,
        [taskVariable]: JSON.stringify(one),
        OMP_NUM_THREADS: '2',
        TF_NUM_INTRAOP_THREADS: '2',
        TF_NUM_INTEROP_THREADS: '1',
      },
      encoding: 'utf8',
    });
    console.log(stdout.trim() || stderr.slice(-600));
  }
}

/** One process that trains, and says what it counted and what it took. */
function measure({ name, task, experiment: input }: Case): void {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  const experiment: Experiment = experimentSchema.parse(input);
  const plan = planSteps(experiment, 0, 1, trainItems);
  const { program, family, likelihood } = runProgram(experiment, plan, task, trainItems);
  const options = compileOptions({ experiment }, plan, trainItems, family);
  const binding = loadBinding(runtime.binding);
  const layout = layoutOf(program.parameters);
  warmUp(binding);
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
  const idle = statusMB('VmRSS');
  const compiled = compileForTensorflow(binding, program, options);
  const starts = likelihood.parameters.map(({ shape, initial }) =>
    new Float32Array(sizeOf(shape)).fill(initial),
  );
  compiled.setParameters(flatten(layout, [...family.initialValues(1), ...starts]));
  globalThis.gc?.();
  const loaded = statusMB('VmRSS');
  const [shape] = options.passes;
  if (!shape) throw new Error('There is no pass.');
  const inputs = new Float32Array((shape.inputSets ?? 1) * shape.items * sizeOf(task.inputShape)).fill(0.5);
  const targetFloats = (shape.targetSets ?? 1) * shape.items * sizeOf(program.targetShape);
  const targets =
    program.targetType === 'int32' ? new Int32Array(targetFloats) : new Float32Array(targetFloats);
  for (let step = 1; step <= 5; step += 1) {
    const seeds = noiseSeeds(1, 'training', step, program.noiseTensors, { first: 0, count: shape.samples });
    compiled.gradientsAndApply(
      { shape, inputs, targets, seeds, share: 1, noiseStd: 0 },
      { learningRate: 1e-3, step },
    );
  }
  const trained = statusMB('VmHWM');
  for (const predicted of options.predictions) {
    const seeds = noiseSeeds(1, 'training', 1, program.noiseTensors, { first: 0, count: predicted.samples });
    compiled.predict(predicted, new Float32Array(predicted.items * sizeOf(task.inputShape)), seeds);
  }
  const took = statusMB('VmHWM') - idle;
  const counted = compiled.memory?.('cpu');
  if (!counted) throw new Error('TensorFlow can tell.');
  const sum = Object.values(counted).reduce((total, bytes) => total + bytes, 0) / 1e6;
  const parts = Object.entries(counted)
    .map(([part, bytes]) => `${part} ${(bytes / 1e6).toFixed(0)}`)
    .join(', ');
  console.log(
    `${name}: counted ${sum.toFixed(0)} MB (${parts}), took ${took.toFixed(0)} MB (loaded ${(loaded - idle).toFixed(0)}, trained ${(trained - idle).toFixed(0)}), ${((sum / took - 1) * 100).toFixed(0)} %`,
  );
}

/** TensorFlow makes its threads and what it keeps for ever with the first graph. */
function warmUp(binding: ReturnType<typeof loadBinding>): void {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [4] },
    training: { samples: 1, batchSize: 4 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const plan = planSteps(experiment, 0, 1, 8);
  const { program, family } = runProgram(experiment, plan, pictures(4, 1), 8);
  const options = compileOptions({ experiment }, plan, 8, family);
  const compiled = compileForTensorflow(binding, program, options);
  compiled.setParameters(flatten(layoutOf(program.parameters), [...family.initialValues(1)]));
  const seeds = noiseSeeds(1, 'training', 1, program.noiseTensors, { first: 0, count: 1 });
  const [shape] = options.passes;
  if (shape)
    compiled.gradientsAndApply(
      { shape, inputs: new Float32Array(64), targets: new Int32Array(4), seeds, share: 1 },
      { learningRate: 1, step: 1 },
    );
  compiled.dispose();
}

function statusMB(field: string): number {
  const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'));
  return (Number(found?.[1]) * 1024) / 1e6;
}

const task = process.env[taskVariable];
if (task !== undefined) {
  measure(JSON.parse(task));
  process.exit(0);
}
