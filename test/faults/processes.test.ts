import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunReader } from '../../src-main/store/run-reader';
import { openStore } from '../../src-main/store/store';
import { decodeSafetensors } from '../../src-shared/safetensors';
import { isAlive, workerPids } from '../e2e/worker-processes';
import { learnedOf } from '../src-workers/run/worker-crew';
import { isWhole, pick, randomFrom, seed } from './random';

const cli = resolve('out', 'main', 'cli.js');
/** Each piece is a test with a seed of its own, so that one can be run again alone. */
const pieces = Array.from({ length: isWhole ? 10 : 1 }, (_, piece) => piece);
const killsOfPiece = isWhole ? 20 : 3;
/** Fewer than a run bears of its workers in one process. */
const mostKillsOfRun = 3;
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

/** What the tests look for in a line of the command line's. */
interface Said {
  readonly type?: string;
  readonly runId?: string;
  readonly step?: number;
}

/** The command line at work on a run, with what it says. */
class Training {
  readonly pid: number;
  runId = '';
  private readonly lines: AsyncIterator<string>;
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;

  constructor(home: string, args: readonly string[]) {
    const child = spawn(process.execPath, [cli, ...args, '--json'], {
      env: { ...process.env, PARASAMPLE_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    this.child = child;
    this.pid = child.pid ?? 0;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.exit = once(child, 'exit').then(([code]) => code);
  }

  /** Resolves once the run has reported this step, or is over. */
  async until(step: number): Promise<void> {
    for (let line = await this.lines.next(); !line.done; line = await this.lines.next()) {
      const message = this.read(line.value);
      if (message.runId) this.runId = message.runId;
      if (this.runId !== '' && (step <= 0 || (message.type === 'metric' && (message.step ?? 0) >= step)))
        return;
    }
  }

  private read(line: string): Said {
    try {
      return JSON.parse(line);
    } catch (error) {
      // A killed process may leave half a line.
      if (this.child.killed) return {};
      throw error;
    }
  }

  /** Does nothing where it has ended. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    await this.until(Infinity);
    return this.exit;
  }
}

/** A home with one experiment, and the command line in it. */
function newHome(devices: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'parasample-faults-'));
  const file = join(home, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment(devices)));
  return { home, file, start: (...args: string[]) => new Training(home, args) };
}

const posteriorOf = (home: string, runId: string) =>
  decodeSafetensors(readFileSync(join(home, 'runs', runId, 'posterior.safetensors'))).tensors;

/** What `read` finds in the store of a home. */
function inStore<Found>(home: string, read: (reader: RunReader) => Found): Found {
  const store = openStore(home);
  try {
    return read(store.reader);
  } finally {
    store.close();
  }
}

/** All that a run learned, as the store has it; fails where a point is there twice. */
const learnedIn = (home: string, runId: string) =>
  inStore(home, (reader) => learnedOf(reader.points(runId, 0)));

const isFinished = (home: string, runId: string) =>
  inStore(home, (reader) => reader.run(runId).status === 'finished');

async function trained(devices: readonly string[]) {
  const { home, file, start } = newHome(devices);
  const training = start('run', file);
  expect(await training.ended()).toBe(0);
  const { runId } = training;
  return { posterior: posteriorOf(home, runId), learned: learnedIn(home, runId) };
}

/** Ends the app and waits for its workers to follow. */
async function killApp(training: Training): Promise<void> {
  const workers = workerPids(training.pid);
  training.kill();
  await training.ended();
  await vi.waitFor(() => expect(workers.filter(isAlive)).toEqual([]), { timeout: 5000 });
}

describe('kill -9 of the whole app and of its worker', () => {
  const devices = ['cpu:0'];
  let whole: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    whole = await trained(devices);
  });

  /** Trains one run while something of it is killed again and again; returns how often. */
  async function trainThroughKills(random: () => number, most: number): Promise<number> {
    const { home, file, start } = newHome(devices);
    let training = start('run', file);
    let kills = 0;
    for (let step = 0; kills < Math.min(most, mostKillsOfRun); ) {
      // Every fifth comes before the workers have begun.
      step = random() < 0.2 ? 0 : step + Math.floor(random() * 150);
      await training.until(step);
      const { runId } = training;
      const workers = workerPids(training.pid);
      kills += 1;
      if (random() < 0.4 && workers.length > 0) process.kill(pick(random, workers), 'SIGKILL');
      else {
        await killApp(training);
        // On a quick machine the kill can still come after the last step; then there is nothing to go on with.
        if (isFinished(home, runId)) break;
        training = start('resume', runId);
      }
    }
    await training.ended();
    const [runId] = readdirSync(join(home, 'runs'));
    expect(readdirSync(join(home, 'runs'))).toEqual([runId]);
    expect(isFinished(home, runId)).toBe(true);
    expect(posteriorOf(home, runId)).toEqual(whole.posterior);
    expect(learnedIn(home, runId)).toEqual(whole.learned);
    return kills;
  }

  test.each(pieces)(
    `at ${killsOfPiece} random moments leaves no process, and runs go on to the very same end (piece %i)`,
    async (piece) => {
      const random = randomFrom(seed + piece);
      for (let left = killsOfPiece; left > 0; ) left -= await trainThroughKills(random, left);
    },
  );
});

test('kill -9 of a random worker lets the others go on, and all points are there once', async () => {
  const random = randomFrom(seed + 1);
  const { home, file, start } = newHome(['cpu:0', 'cpu:1']);
  const training = start('run', file);
  await training.until(Math.floor(random() * 100));
  await vi.waitFor(() => expect(workerPids(training.pid)).toHaveLength(2), { timeout: 30_000 });
  process.kill(pick(random, workerPids(training.pid)), 'SIGKILL');
  expect(await training.ended()).toBe(0);
  const learned = learnedIn(home, training.runId);
  for (let step = 1; step <= steps; step += 1)
    expect(learned.has(`train.loss at ${step}`), `${step}`).toBe(true);
});

// It takes the 12 seconds after which silence counts as a hang.
test.runIf(isWhole)('a worker that hangs is ended within 15 s, and the others go on', async () => {
  const { home, file, start } = newHome(['cpu:0', 'cpu:1']);
  const training = start('run', file);
  await training.until(20);
  const [victim] = workerPids(training.pid);
  const stopped = Date.now();
  process.kill(victim, 'SIGSTOP');
  expect(await training.ended()).toBe(0);
  expect(isAlive(victim)).toBe(false);
  const lines = inStore(home, (reader) => reader.logs(training.runId, 0));
  const note = lines.find(({ text }) => /gave no sign of life for 12 s and was ended\./.test(text));
  expect(note?.time).toBeLessThan(stopped + 15_000);
});
