import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../src-main/store/store';
import { decodeSafetensors } from '../../src-shared/safetensors';
import { isAlive, workerPids } from '../e2e/worker-processes';
import { learnedOf } from '../src-workers/run/worker-crew';
import { isWhole, pick, randomFrom, seed } from './random';

const cli = resolve('out', 'main', 'cli.js');
const kills = isWhole ? 200 : 3;
/** Long enough that a kill comes before the end: steps are told of in batches, after they were taken. */
const steps = 900;

const experiment = (devices: readonly string[]) => ({
  name: 'Faults',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [24] },
  training: { samples: 4, batchSize: 128, steps, epochs: 200, checkpoint: { everySteps: 7 } },
  parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices, threadsPerDevice: 1 },
});

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** A home with one experiment, and the command line in it. */
function newHome(devices: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'parasample-faults-'));
  const file = join(home, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment(devices)));
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [cli, ...args, '--json'], {
      env: { ...process.env, PARASAMPLE_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    return child;
  };
  return { home, file, start };
}

/** Resolves with the run's id once it has reported this step. */
async function stepOf(child: ChildProcess, step: number): Promise<string> {
  if (!child.stdout) throw new Error('Its output is not read.');
  let runId = '';
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.runId) runId = message.runId;
    if (message.type === 'metric' && message.step >= step) return runId;
    if (message.type === 'result') return runId;
  }
  return runId;
}

async function ended(child: ChildProcess): Promise<number | null> {
  child.stdout?.resume();
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return (await once(child, 'exit'))[0];
}

const posteriorOf = (home: string, runId: string) =>
  decodeSafetensors(readFileSync(join(home, 'runs', runId, 'posterior.safetensors'))).tensors;

/** All that a run learned, as the store has it; fails where a point is there twice. */
function learnedIn(home: string, runId: string) {
  const store = openStore(home);
  try {
    return learnedOf(store.reader.points(runId, 0));
  } finally {
    store.close();
  }
}

function isFinished(home: string, runId: string): boolean {
  const store = openStore(home);
  try {
    return store.reader.run(runId).status === 'finished';
  } finally {
    store.close();
  }
}

async function trained(devices: readonly string[]) {
  const { home, file, start } = newHome(devices);
  const child = start('run', file);
  const runId = await stepOf(child, Infinity);
  expect(await ended(child)).toBe(0);
  return { posterior: posteriorOf(home, runId), learned: learnedIn(home, runId) };
}

describe('kill -9 of the whole app', () => {
  const devices = ['cpu:0'];
  let whole: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    whole = await trained(devices);
  });

  test(`at ${kills} random moments leaves no process, and the run goes on to the very same end`, async () => {
    const random = randomFrom(seed);
    let left = kills;
    while (left > 0) {
      const { home, file, start } = newHome(devices);
      let child = start('run', file);
      let runId = '';
      let wasEarly = true;
      for (let piece = 0; piece < 4 && left > 0; piece += 1) {
        left -= 1;
        runId = (await stepOf(child, Math.floor(random() * 100 + piece * 150))) || runId;
        const workers = workerPids(child.pid ?? 0);
        child.kill('SIGKILL');
        await ended(child);
        await vi.waitFor(() => expect(workers.filter(isAlive)).toEqual([]), { timeout: 5000 });
        wasEarly = !isFinished(home, runId);
        // On a quick machine the kill can still come after the last step; then there is nothing to go on with.
        if (!wasEarly) break;
        child = start('resume', runId);
      }
      if (wasEarly) {
        await stepOf(child, Infinity);
        expect(await ended(child)).toBe(0);
      }
      expect(posteriorOf(home, runId)).toEqual(whole.posterior);
      expect(learnedIn(home, runId)).toEqual(whole.learned);
      expect(readdirSync(join(home, 'runs'))).toEqual([runId]);
    }
  });
});

test(`kill -9 of a random worker lets the others go on, and all points are there once`, async () => {
  const random = randomFrom(seed + 1);
  const { home, file, start } = newHome(['cpu:0', 'cpu:1']);
  const child = start('run', file);
  const runId = await stepOf(child, Math.floor(random() * 100));
  const victim = pick(random, workerPids(child.pid ?? 0));
  process.kill(victim, 'SIGKILL');
  expect(await ended(child)).toBe(0);
  const learned = learnedIn(home, runId);
  for (let step = 1; step <= steps; step += 1)
    expect(learned.has(`train.loss at ${step}`), `${step}`).toBe(true);
});

// It takes the 12 seconds after which silence counts as a hang.
test.runIf(isWhole)('a worker that hangs is ended, and the others go on', async () => {
  const { home, file, start } = newHome(['cpu:0', 'cpu:1']);
  const child = start('run', file);
  const runId = await stepOf(child, 20);
  const [victim] = workerPids(child.pid ?? 0);
  process.kill(victim, 'SIGSTOP');
  expect(await ended(child)).toBe(0);
  expect(isAlive(victim)).toBe(false);
  const store = openStore(home);
  const notes = store.reader.logs(runId, 0).map(({ text }) => text);
  store.close();
  expect(notes).toContainEqual(
    expect.stringMatching(/gave no sign of life for 12 s and was ended\. Training goes on/),
  );
});
