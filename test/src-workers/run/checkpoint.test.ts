import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { decodeCheckpoint } from '../../../src-shared/formats/checkpoint-file';
import {
  bestCheckpoint,
  checkpointName,
  checkpointsFolder,
  isRecoveryName,
  recoveryName,
} from '../../../src-shared/formats/checkpoint-names';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { checkpointsIn, learnedOf, newRunFolder, posteriorIn, TestCrew } from './worker-crew';

// What makes a later step: parameters, moments and the step's number, from which noise, order and rate follow. 40 steps
// of 11 an epoch, the last of 13 items in place of 128, pass three validations; checkpoints come every 8.
const mlp: ExperimentInput['model'] = { kind: 'mlp', hidden: [32, 16], activation: 'relu' };

function experiment(
  devices: number,
  changes: {
    inference?: ExperimentInput['inference'];
    training?: ExperimentInput['training'];
    keep?: number;
  } = {},
): ExperimentInput {
  return {
    seed: 5,
    data: { dataset: 'digits' },
    model: mlp,
    inference: { posteriorStd: 0.1, ...changes.inference },
    training: {
      samples: 6,
      batchSize: 128,
      steps: 40,
      warmupEpochs: 1,
      schedule: { kind: 'cosine' },
      earlyStopping: { patienceEpochs: 50 },
      checkpoint: { everySteps: 8, keep: changes.keep ?? 10 },
      ...changes.training,
    },
    parallel: {
      mode: devices === 1 ? 'local' : 'sp',
      devices: Array.from({ length: devices }, (_, index) => `cpu:${index}`),
    },
  };
}

/** Each draws by (seed, epoch, item, view). */
const changed: NonNullable<NonNullable<ExperimentInput['training']>['augmentations']> = [
  { kind: 'shift', pixels: 1 },
  { kind: 'erasing', probability: 0.5 },
  { kind: 'mix-up' },
  { kind: 'cut-mix' },
];

let script: string;
let engine: EngineChoice;
beforeAll(async () => {
  script = await buildWorker();
  engine = { kind: 'tensorflow', binding: bindingPath() };
});

async function trained(input: ExperimentInput, checkpoint?: string, folder = newRunFolder()) {
  const crew = new TestCrew(script, folder, input, engine, checkpoint);
  await crew.over;
  expect(crew.messages.filter(({ type }) => type === 'failed')).toEqual([]);
  return { folder, crew, posterior: posteriorIn(folder) };
}

type Trained = Awaited<ReturnType<typeof trained>>;

/** Trains until a checkpoint after this step or a later one is there, then ends one process or all without a warning. */
async function killed(input: ExperimentInput, which: 'all' | 'last', step = 16, from?: string) {
  const folder = newRunFolder();
  const crew = new TestCrew(script, folder, input, engine, from);
  await crew.holdOnce(() => checkpointsIn(folder).some((name) => name >= checkpointName(step)));
  crew.tell('resume');
  const victims = which === 'all' ? crew.children : crew.children.slice(-1);
  for (const child of victims) child.kill('SIGKILL');
  await crew.over;
  const newest = join(folder, checkpointsFolder, checkpointsIn(folder).at(-1) ?? '');
  return { folder, crew, newest };
}

/** Up to the order in which float32 numbers were summed. */
function expectSame(one: Trained, other: Trained): void {
  for (const [name, values] of other.posterior)
    expect(relativeDistance(one.posterior.get(name) ?? [], values), name).toBeLessThan(1e-5);
}

describe.each([
  ['on one worker', 1, {}],
  ['on two workers', 2, {}],
  ['of a deep ensemble on two workers', 2, { method: 'deep-ensemble' }],
  ['of rank-1 factors on two workers', 2, { method: 'rank-1' }],
  ['of Hamiltonian chains on two workers', 2, { method: 'hmc', warmUp: 25, draws: 15, maxDepth: 2 }],
  ['of Markov chains on two workers', 2, { method: 'sg-mcmc', draws: 8, burnIn: 0.1 }],
  ['of SWAG’s snapshots on two workers', 2, { method: 'multi-swag', from: 0.2, rank: 8, draws: 3 }],
  ['of particles that repel each other on two workers', 2, { method: 'repulsive-ensemble' }],
  ['with pooled likelihood on two workers', 2, { objective: 'pooled' }],
  ['with random views, erased and mixed, on two workers', 2, {}, { views: 2, augmentations: changed }],
] as const)(
  'a run %s that is killed midway',
  (_case, devices, inference, training: ExperimentInput['training'] = {}) => {
    test('goes on from its checkpoint to the very parameters and metrics of one that never stopped', async () => {
      const input = experiment(devices, { inference, training });
      const whole = await trained(input);
      const { folder, crew, newest } = await killed(input, 'all');
      const { state } = decodeCheckpoint(readFileSync(newest), newest);
      const rest = await trained(input, newest, folder);
      expect(rest.posterior).toEqual(whole.posterior);
      // Of what the core had not confirmed it may have none; the checkpoint has all of that.
      const first = state.points[0]?.step ?? state.step + 1;
      const confirmed = crew.points.filter(({ step }) => step < first);
      expect(learnedOf([...confirmed, ...state.points, ...rest.crew.points])).toEqual(whole.crew.learned);
    });
  },
);

describe('checkpoints', () => {
  test('stay as many as asked for, and the one with the best validation besides', async () => {
    const { folder } = await trained(experiment(1, { keep: 2 }));
    expect(checkpointsIn(folder)).toEqual([checkpointName(32), checkpointName(40)]);
    const best = join(folder, checkpointsFolder, bestCheckpoint);
    const { state } = decodeCheckpoint(readFileSync(best), best);
    expect(state.validationNll).toBe(state.bestKept);
    expect(readdirSync(join(folder, checkpointsFolder))).toHaveLength(3);
  });

  test('lead to the same parameters on two devices, then one, then three', async () => {
    const whole = await trained(experiment(1));
    const first = await killed(experiment(2), 'all', 8);
    const second = await killed(experiment(1), 'all', 9, first.newest);
    expectSame(await trained(experiment(3), second.newest), whole);
  });

  test('of a run that was stopped lead on as if it had not been', async () => {
    const input = experiment(1);
    const whole = await trained(input);
    const folder = newRunFolder();
    const crew = new TestCrew(script, folder, input, engine);
    await crew.holdOnce(() => checkpointsIn(folder).includes(checkpointName(16)));
    crew.tell('stop');
    await crew.over;
    const newest = join(folder, checkpointsFolder, checkpointsIn(folder).at(-1) ?? '');
    const rest = await trained(input, newest, folder);
    expect(rest.posterior).toEqual(whole.posterior);
  });
});

test('a worker that misses another and finds no room to leave where it stands still says whom it missed', async () => {
  const crew = new TestCrew(script, newRunFolder(), experiment(2), engine);
  await crew.holdOnce(() => true);
  // A folder in the file's place refuses it as full memory does.
  mkdirSync(join(crew.exchangeFolder, recoveryName(0)));
  crew.tell('resume');
  crew.children[1].kill('SIGKILL');
  await crew.over;
  const refused =
    /^No worker can go on from this one's step \d+\. .*recovery-0\.safetensors could not be written/;
  expect(crew.messages).toContainEqual({
    type: 'log',
    level: 'warning',
    text: expect.stringMatching(refused),
  });
  expect(crew.messages).toContainEqual(expect.objectContaining({ type: 'failed', lostPeer: 1 }));
});

test('workers that miss another leave where they stand, and two go on as three would have', async () => {
  const whole = await trained(experiment(3));
  const { crew } = await killed(experiment(3), 'last');
  const files = readdirSync(crew.exchangeFolder).filter(isRecoveryName);
  expect(files.sort()).toEqual(['recovery-0.safetensors', 'recovery-1.safetensors']);
  const states = files.map((name) => {
    const path = join(crew.exchangeFolder, name);
    return { path, ...decodeCheckpoint(readFileSync(path), path) };
  });
  const [first, second] = states.sort((a, b) => b.state.step - a.state.step);
  expect(first.state.step).toBeGreaterThanOrEqual(16);
  expect(first.state.step - second.state.step).toBeLessThanOrEqual(1);
  expectSame(await trained(experiment(2), first.path), whole);
});

test('a checkpoint of a later step than the run has is refused: training would never meet its end', async () => {
  const { folder } = await trained(experiment(1));
  const fewer = { ...experiment(1), training: { ...experiment(1).training, steps: 20 } };
  const last = join(folder, checkpointsFolder, checkpointName(40));
  const crew = new TestCrew(script, newRunFolder(), fewer, engine, last);
  await crew.over;
  expect(crew.messages.at(-1)).toMatchObject({
    type: 'failed',
    kind: 'bad-input',
    message: expect.stringMatching(/The checkpoint is of step 40, but .* ends after step 20;/),
  });
});
