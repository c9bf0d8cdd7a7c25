import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { usualTimings } from '../../src-main/runs/run-timings';
import type { RunReader } from '../../src-main/store/run-reader';
import { openStore } from '../../src-main/store/store';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import type { StoredPoint } from '../../src-shared/runs/runs';
import { isAlive, workerPids } from '../e2e/worker-processes';
import { learnedOf } from '../src-workers/run/worker-crew';
import { temporaryFolder } from '../temporary-folder';
import { isWhole, pick, randomFrom, seed } from './random';
import { killApp, newHome, steps } from './training';

/** Each piece is a test with a seed of its own, so that one can be run again alone. */
const pieces = Array.from({ length: isWhole ? 10 : 1 }, (_, piece) => piece);
const killsOfPiece = isWhole ? 20 : 3;
/** Fewer than a run bears of its workers in one process. */
const mostKillsOfRun = 3;
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
  inStore(home, (reader) => learnedOf(allPoints(reader, runId)));

/** The reader gives a limited number at a time. */
function allPoints(reader: RunReader, runId: string): readonly StoredPoint[] {
  const all: StoredPoint[] = [];
  for (let some = reader.points(runId, 0); some.length > 0; some = reader.points(runId, all.at(-1)?.id ?? 0))
    all.push(...some);
  return all;
}

const isFinished = (home: string, runId: string) =>
  inStore(home, (reader) => reader.run(runId).status === 'finished');

/** A worker may just have ended by itself. */
function killWhereAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

async function trained(devices: readonly string[]) {
  const { home, file, start } = newHome(devices);
  const training = start('run', file);
  expect(await training.ended()).toBe(0);
  const { runId } = training;
  return { posterior: posteriorOf(home, runId), learned: learnedIn(home, runId) };
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
      if (random() < 0.4 && workers.length > 0) killWhereAlive(pick(random, workers));
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

test('kill -9 of a random worker is noticed at once, the others go on, and all points are there once', async () => {
  const random = randomFrom(seed + 1);
  // So many that a quick machine is still at them when it has told of the first, which it does in batches.
  const manySteps = 3 * steps;
  const { home, file, start } = newHome(['cpu:0', 'cpu:1'], manySteps);
  const training = start('run', file);
  await training.until(1 + Math.floor(random() * 100));
  expect(workerPids(training.pid)).toHaveLength(2);
  process.kill(pick(random, workerPids(training.pid)), 'SIGKILL');
  const killed = Date.now();
  expect(await training.ended()).toBe(0);
  const lines = inStore(home, (reader) => reader.logs(training.runId, 0));
  const note = lines.find(({ text }) => /^Worker [01] on cpu:[01] was ended from outside/.test(text));
  expect(note?.time).toBeLessThan(killed + (isWhole ? 2000 : usualTimings.hangMs));
  const learned = learnedIn(home, training.runId);
  for (let step = 1; step <= manySteps; step += 1)
    expect(learned.has(`train.loss at ${step}`), `${step}`).toBe(true);
});

/** Lets the main thread of a process that gets SIGUSR2 wait for good, as in a driver that never answers. */
function neverAnswering(): void {
  const script = join(temporaryFolder(), 'never-answering.cjs');
  writeFileSync(
    script,
    "process.on('SIGUSR2', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));",
  );
  vi.stubEnv('NODE_OPTIONS', `--require ${script}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

// It takes the 12 seconds after which silence counts as a hang.
test.runIf(isWhole).each([
  ['as a whole', 'SIGSTOP'],
  ['in a step, with its other threads well', 'SIGUSR2'],
] as const)('a worker that hangs %s is ended within 15 s, and the others go on', async (_how, signal) => {
  neverAnswering();
  const { home, file, start } = newHome(['cpu:0', 'cpu:1'], 3 * steps);
  const training = start('run', file);
  await training.until(20);
  const [victim] = workerPids(training.pid);
  const stopped = Date.now();
  process.kill(victim, signal);
  expect(await training.ended()).toBe(0);
  expect(isAlive(victim)).toBe(false);
  const lines = inStore(home, (reader) => reader.logs(training.runId, 0));
  const note = lines.find(({ text }) => /gave no sign of life for 12 s and was ended\./.test(text));
  expect(note?.time).toBeLessThan(stopped + 15_000);
});

test.runIf(existsSync('/usr/bin/setpriv'))('kill -9 of the app ends a worker that hangs too', async () => {
  const { file, start } = newHome(['cpu:0', 'cpu:1'], 100_000);
  const training = start('run', file);
  await training.until(5);
  process.kill(workerPids(training.pid)[0], 'SIGSTOP');
  await killApp(training);
});

/** Seconds of processor time that a process has had (Linux, whose clock ticks 100 times a second). */
function secondsOfWork(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // In user mode, as the 12th field after the name in parentheses (proc(5)).
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[11]) / 100;
}

test('kill -9 of the app ends a worker that predicts too, in the midst of a chunk that takes it long', async () => {
  const { home, file, start } = newHome(['cpu:0'], 2, { samplesPerPass: 1, batchSize: 512 });
  const training = start('run', file);
  expect(await training.ended()).toBe(0);
  const pictures = join(home, 'pictures');
  mkdirSync(pictures);
  const blank = { width: 8, height: 8, channels: 1, data: new Uint8Array(64) } as const;
  writeFileSync(join(pictures, 'blank.png'), encode(blank));
  // One after the other they take a quick machine longer than the five seconds that a killed app's workers have.
  const place = ['--input', pictures, '--out', join(home, 'out.csv')];
  const predicting = start('predict', training.runId, ...place, '--samples', '100000');
  await vi.waitFor(() => {
    const [worker] = workerPids(predicting.pid);
    expect(worker && secondsOfWork(worker)).toBeGreaterThan(1.5);
  });
  await killApp(predicting);
});
