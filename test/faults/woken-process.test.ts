import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SharedQueue } from '../../src-main/runs/queue/shared-queue';
import { openStore, type Store } from '../../src-main/store/store';
import { decodeSafetensors } from '../../src-shared/formats/safetensors';
import type { StoredPoint } from '../../src-shared/runs/runs';
import { isAlive, workerPids } from '../e2e/worker-processes';
import { learnedOf } from '../src-workers/run/worker-crew';
import { temporaryFolder } from '../temporary-folder';
import { newHome, type Training } from './training';

const posteriorOf = (home: string, runId: string) =>
  decodeSafetensors(readFileSync(join(home, 'runs', runId, 'posterior.safetensors'))).tensors;

function learnedIn({ reader }: Store, runId: string) {
  const all: StoredPoint[] = [];
  for (let some = reader.points(runId, 0); some.length > 0; some = reader.points(runId, all.at(-1)?.id ?? 0))
    all.push(...some);
  return learnedOf(all);
}

/** Until `asOnThisMachine`, what is started believes itself on another machine than this process: of another name and boot. */
function asElsewhere(): () => void {
  const script = join(temporaryFolder(), 'elsewhere.cjs');
  writeFileSync(
    script,
    `const fs = require('node:fs'); const os = require('node:os'); const read = fs.readFileSync;
     fs.readFileSync = (file, ...rest) => String(file).endsWith('/boot_id') ? 'another-boot' : read(file, ...rest);
     os.hostname = () => 'login2'; require('node:module').syncBuiltinESMExports();`,
  );
  vi.stubEnv('NODE_OPTIONS', `--require ${script}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return () => vi.unstubAllEnvs();
}

/** Lets so much time pass for who looks here that processes elsewhere that show nothing count as gone. */
function lookForLong(home: string, store: Store): void {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const queue = new SharedQueue(store, home, () => {});
  for (let seconds = 0; seconds <= 150; seconds += 10) {
    vi.advanceTimersByTime(10_000);
    queue.interruptOrphans();
  }
  vi.useRealTimers();
}

function inHome(home: string): Store {
  const store = openStore(home);
  onTestFinished(() => store.close());
  return store;
}

/** A run elsewhere that stands still in the middle, and how it comes back. */
async function asleep({ whole }: { readonly whole: boolean }) {
  const asHere = asElsewhere();
  const { home, file, start } = newHome(['cpu:0']);
  const first = start('run', file);
  await first.until(20);
  asHere();
  const workers = workerPids(first.pid);
  const sleeping = [first.pid, ...(whole ? workers : [])];
  for (const pid of sleeping) process.kill(pid, 'SIGSTOP');
  const wake = () => {
    // A worker whose core slept may be through by now.
    for (const pid of [...sleeping].reverse()) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
  };
  const store = inHome(home);
  return { home, start, first, workers, wake, store, runId: first.runId };
}

async function left(first: Training, workers: readonly number[]): Promise<void> {
  expect(await first.ended()).toBe(1);
  await vi.waitFor(() => expect(workers.filter(isAlive)).toEqual([]), { timeout: 5000 });
}

describe('a process that others took for gone, and that wakes', () => {
  let alone: Awaited<ReturnType<typeof trainedAlone>>;
  async function trainedAlone() {
    const { home, file, start } = newHome(['cpu:0']);
    const training = start('run', file);
    expect(await training.ended()).toBe(0);
    const store = openStore(home);
    try {
      return { posterior: posteriorOf(home, training.runId), learned: learnedIn(store, training.runId) };
    } finally {
      store.close();
    }
  }
  beforeAll(async () => {
    alone = await trainedAlone();
  });

  test.each([
    ['that slept as a whole', true],
    ['whose workers went on meanwhile', false],
  ])('leaves its run to the one that continued it (one %s)', async (_which, whole) => {
    const { home, start, first, workers, wake, store, runId } = await asleep({ whole });
    lookForLong(home, store);
    expect(store.reader.run(runId).status).toBe('interrupted');
    const second = start('resume', runId);
    await second.until(1);
    wake();
    await left(first, workers);
    expect(first.notes).toMatch(
      `Run ${runId} was continued by another Parasample process (process ${second.pid} on `,
    );
    expect(await second.ended()).toBe(0);
    expect(store.reader.run(runId).status).toBe('finished');
    expect(posteriorOf(home, runId)).toEqual(alone.posterior);
    expect(learnedIn(store, runId)).toEqual(alone.learned);
  });

  test('goes on with its run where nobody has, to the very same end', async () => {
    const { home, first, wake, store, runId } = await asleep({ whole: true });
    lookForLong(home, store);
    expect(store.reader.run(runId).status).toBe('interrupted');
    wake();
    expect(await first.ended()).toBe(0);
    expect(store.reader.run(runId)).toMatchObject({ status: 'finished', reason: '' });
    expect(posteriorOf(home, runId)).toEqual(alone.posterior);
    expect(learnedIn(store, runId)).toEqual(alone.learned);
  });

  test('leaves a run that was removed', async () => {
    const { home, first, workers, wake, store, runId } = await asleep({ whole: true });
    lookForLong(home, store);
    store.annotations.remove([runId], Date.now());
    wake();
    await left(first, workers);
    expect(first.notes).toContain(`Run ${runId} was removed by another Parasample process`);
  });
});
