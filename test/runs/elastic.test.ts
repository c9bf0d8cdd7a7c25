import { copyFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { usualTimings } from '../../src-main/runs/run-timings';
import { openStore } from '../../src-main/store/store';
import { type ExperimentInput, experimentSchema } from '../../src-shared/experiment/experiment';
import { workerPids } from '../e2e/worker-processes';
import { relativeDistance } from '../src-workers/relative-distance';
import { buildWorker } from '../src-workers/run/built-worker';
import { learnedOf, posteriorIn } from '../src-workers/run/worker-crew';
import { bindingPath } from '../src-workers/tensorflow';
import { temporaryFolder } from '../temporary-folder';
import { heldAfter, WatchedLauncher } from './watched-launcher';

// A run on real worker processes, one of which is killed, against the same run left alone: same path, each point once.
// Sums of float32 numbers in another order are all that may differ.
const closeness = 1e-5;
const steps = 400;

function experiment(parallel: ExperimentInput['parallel']): ExperimentInput {
  return {
    name: 'Elastic',
    seed: 11,
    data: { dataset: 'digits' },
    // Smooth: one rounding may turn a ReLU on or off, which sets paths apart by more than rounding (1.3e-5 here, not 1e-7).
    model: { kind: 'mlp', hidden: [24], activation: 'tanh' },
    inference: { posteriorStd: 0.1 },
    training: { samples: 6, batchSize: 96, steps, epochs: 100, checkpoint: { everySteps: 50 } },
    parallel: { threadsPerDevice: 1, ...parallel },
  };
}

const slots = [0, 1, 2, 3].map((index) => ({
  kind: 'cpu' as const,
  id: `cpu:${index}`,
  name: `CPU slot ${index}`,
  cores: 2,
  totalMemoryMB: 8000,
  usedMemoryMB: 1000,
}));

let script: string;
beforeAll(async () => {
  script = await buildWorker();
});

function setUp() {
  const home = temporaryFolder();
  const store = openStore(home);
  const launcher = new WatchedLauncher(script);
  const supervisor = new RunSupervisor({
    store,
    launcher,
    home,
    cacheFolder: resolve('nowhere'),
    engine: () => ({
      choice: { kind: 'tensorflow', binding: bindingPath() },
      text: 'TensorFlow',
      usesGpus: false,
    }),
    devices: async () => slots,
    onEvent: () => {},
    environment: process.env,
    cores: 2,
    timings: { ...usualTimings, restartMs: 10, returnMs: 10 },
  });
  onTestFinished(async () => {
    await supervisor.close();
    store.close();
  });
  return { home, store, launcher, supervisor };
}

type Rig = ReturnType<typeof setUp>;

async function finished(rig: Rig, id: string) {
  const { supervisor, store, home } = rig;
  await vi.waitFor(() => expect(supervisor.summary(id)).toMatchObject({ status: 'finished' }), {
    timeout: 200_000,
  });
  const learned = learnedOf(store.reader.points(id, 0));
  const notes = store.reader.logs(id, 0).map(({ text }) => text);
  return { learned, notes, posterior: posteriorIn(join(home, 'runs', id)) };
}

/**
 * Trains on these devices; one worker is killed midway, which must not be the last word on its device.
 * @param meanwhile what else happens before
 * @param signal by which it ends, or hangs
 */
async function trainedWithLoss(
  input: ExperimentInput,
  meanwhile = () => {},
  signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL',
) {
  const rig = setUp();
  const { id } = await rig.supervisor.start(input);
  await heldAfter(1, rig, id);
  const victim = workerPids(process.pid).at(-1);
  if (victim === undefined) throw new Error('There is no worker to kill.');
  meanwhile();
  rig.supervisor.resume(id);
  process.kill(victim, signal);
  return finished(rig, id);
}

async function trained(input: ExperimentInput) {
  const rig = setUp();
  const { id } = await rig.supervisor.start(input);
  return { ...(await finished(rig, id)), folder: join(rig.home, 'runs', id) };
}

const devices = (count: number) => slots.slice(0, count).map(({ id }) => id);

describe.each([
  ['sampling-parallel', { mode: 'sp', devices: devices(3) }, /on cpu:0, cpu:1; cpu:2 will be looked for/],
  ['data-parallel', { mode: 'ddp', devices: devices(2) }, /on cpu:0; cpu:1 will be looked for/],
  ['hybrid', { mode: 'hybrid', devices: devices(4), dataGroups: 2 }, /on cpu:0, cpu:1, cpu:2; cpu:3/],
] as const)('a %s run that loses a worker', (_mode, parallel, note) => {
  test('goes on with the others, takes its device in again, and ends where it would have', async () => {
    const input = experimentSchema.parse(experiment({ ...parallel, devices: [...parallel.devices] }));
    const [whole, pieced] = [await trained(input), await trainedWithLoss(input)];
    expect(pieced.notes).toContainEqual(expect.stringMatching(note));
    expect(pieced.notes).toContainEqual(expect.stringMatching(/^Training goes on .*, with cpu:\d again\.$/));
    expect([...pieced.learned.keys()].sort()).toEqual([...whole.learned.keys()].sort());
    for (const [name, values] of whole.posterior)
      expect(relativeDistance(pieced.posterior.get(name) ?? [], values), name).toBeLessThan(closeness);
  });
});

// Others wait for the lost worker in the middle of a pass, where no message reaches them.
describe('a run whose batch normalisations see whole batches', () => {
  const path = resolve('test/parity/fixtures/onnx/normalised-dynamo.onnx');
  const input = (elastic: boolean) => ({
    ...experiment({ mode: 'ddp', devices: devices(3), elastic }),
    model: { kind: 'onnx' as const, path, head: { classes: 10 }, batchNorm: 'sync' as const },
    training: {
      samples: 2,
      batchSize: 96,
      steps: 60,
      epochs: 100,
      optimizer: { kind: 'sgd' as const, learningRate: 1e-5 },
    },
  });

  test.each([['SIGKILL'], ['SIGSTOP']] as const)(
    'goes on without a worker that is lost (%s), and ends where it would have',
    async (signal) => {
      const pieced = await trainedWithLoss(experimentSchema.parse(input(true)), () => {}, signal);
      const whole = await trained(experimentSchema.parse(input(true)));
      // Nobody who waited was taken for one that hangs.
      expect(pieced.notes).toContainEqual(expect.stringMatching(/on cpu:0, cpu:1; cpu:2 will be looked for/));
      expect([...pieced.learned.keys()].sort()).toEqual([...whole.learned.keys()].sort());
      for (const [name, values] of whole.posterior) {
        // The mean of standardised pixels is near zero.
        if (name !== 'norm0.running_mean')
          expect(relativeDistance(pieced.posterior.get(name) ?? [], values), name).toBeLessThan(1e-4);
      }
    },
  );

  test('ends with the reason where it is not to go on without', async () => {
    const rig = setUp();
    const { id } = await rig.supervisor.start(experimentSchema.parse(input(false)));
    await heldAfter(1, rig, id);
    const victim = workerPids(process.pid).at(-1);
    if (victim === undefined) throw new Error('There is no worker to kill.');
    rig.supervisor.resume(id);
    process.kill(victim, 'SIGKILL');
    await vi.waitFor(() => expect(rig.supervisor.summary(id)).toMatchObject({ status: 'failed' }));
    expect(rig.supervisor.summary(id).reason).toMatch(/^Worker 2 on cpu:2 was ended from outside/);
    await vi.waitFor(() => expect(workerPids(process.pid)).toEqual([]));
  });
});

test('a run that began at trained weights goes on without a worker as one that lost none, though their file is gone', async () => {
  const parallel = { mode: 'sp', devices: devices(2) } as const;
  const before = await trained(experimentSchema.parse(experiment({ mode: 'local', devices: devices(1) })));
  const file = join(temporaryFolder(), 'trained.safetensors');
  copyFileSync(join(before.folder, 'posterior.safetensors'), file);
  // The prior lies around the weights that it began at, so that a worker that comes back needs them too.
  const input = experimentSchema.parse({
    ...experiment({ ...parallel, devices: [...parallel.devices] }),
    start: { file },
    inference: { posteriorStd: 0.1, prior: { kind: 'moped' } },
  });
  const whole = await trained(input);
  const pieced = await trainedWithLoss(input, () => rmSync(file));
  expect(pieced.notes).toContainEqual(expect.stringMatching(/^Training goes on .*, with cpu:\d again\.$/));
  expect([...pieced.learned.keys()].sort()).toEqual([...whole.learned.keys()].sort());
  for (const [name, values] of whole.posterior)
    expect(relativeDistance(pieced.posterior.get(name) ?? [], values), name).toBeLessThan(closeness);
});

test('a run that loses all its workers at once goes back to its last checkpoint', async () => {
  const input = experimentSchema.parse(experiment({ mode: 'ddp', devices: devices(2) }));
  const rig = setUp();
  const { id } = await rig.supervisor.start(input);
  await heldAfter(50, rig, id);
  rig.supervisor.resume(id);
  // Held first: between two kills a busy machine leaves the second time to go on without the first.
  const pids = workerPids(process.pid);
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of pids) process.kill(pid, signal);
  const [pieced, whole] = [await finished(rig, id), await trained(input)];
  expect(pieced.notes).toContainEqual(
    expect.stringMatching(/^Training goes on after step \d*[05]0 on cpu:0, cpu:1\.$/),
  );
  expect(pieced.posterior).toEqual(whole.posterior);
  expect(pieced.learned).toEqual(whole.learned);
});
