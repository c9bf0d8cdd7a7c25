import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { workerPids } from '../e2e/worker-processes';
import { heldAfter } from '../runs/watched-launcher';
import { type Seen, SupervisedRig } from './supervised';

const patience = { timeout: 400_000, interval: 50 };

/** Epochs with a smaller batch at the end of each, and validation behind it. */
function experiment(devices: readonly string[], epochs: number): ExperimentInput {
  return {
    name: 'Batches ahead',
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [24] },
    training: { samples: 4, batchSize: 128, epochs, leastSteps: 0, checkpoint: { everySteps: 5 } },
    parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices: [...devices] },
  };
}

/** What is asked of a GPU for batches, and what it does with them; what is opened once for a run is not more after a longer one. */
const held = [
  'copy to device from pinned memory',
  'kernels',
  'pinned memory',
  'pinned memory freed',
  'stream',
  'stream destroyed',
  'device memory',
  'device memory freed',
];

function countsOf(rig: SupervisedRig, names: readonly string[] = held) {
  const counts = rig.counts();
  return names.map((name) => [name, counts.get(name) ?? { times: 0, bytes: 0 }] as const);
}

/** Three epochs, interrupted by nothing. */
async function leftAlone() {
  const rig = new SupervisedRig();
  const { id } = await rig.supervisor.start(experiment(['gpu:0'], 3));
  await rig.over(id);
  const [{ batches } = { batches: [] }, ...others] = rig.seen();
  expect(others).toEqual([]);
  // Two places for batches, each with its page-locked memory, and a stream of their own.
  expect(countsOf(rig, ['pinned memory freed', 'stream destroyed']).map(([, { times }]) => times)).toEqual([
    2, 1,
  ]);
  return { batches, counts: countsOf(rig) };
}

/** At least so many steps of a run of very many. */
async function batchesOf(steps: number): Promise<readonly string[]> {
  const rig = new SupervisedRig();
  const { id } = await rig.supervisor.start(experiment(['gpu:0'], endless));
  await vi.waitFor(() => expect(rig.seen()[0]?.batches.length).toBeGreaterThanOrEqual(steps), patience);
  rig.supervisor.stop(id);
  await rig.over(id, 'stopped');
  return rig.seen()[0]?.batches ?? [];
}

const endless = 100_000;

/** Of the worker that sees this GPU alone. */
function workerOn(gpu: string): number {
  const pid = workerPids(process.pid).find((each) =>
    readFileSync(`/proc/${each}/environ`, 'utf8').includes(`\0CUDA_VISIBLE_DEVICES=${gpu}\0`),
  );
  if (pid === undefined) throw new Error(`No worker is on ${gpu}.`);
  return pid;
}

/** The step after which the run goes on, by what its log says of it. */
async function stepIn(rig: SupervisedRig, id: string, note: RegExp): Promise<number> {
  const found = () => rig.notes(id).flatMap((text) => note.exec(text)?.[1] ?? []);
  await vi.waitFor(() => expect(found()).not.toEqual([]), patience);
  return Number(found()[0]);
}

describe('batches that are brought to a GPU ahead', () => {
  test('are the same ones in the same order where a run was paused, and leave as little behind', async () => {
    const alone = await leftAlone();
    expect(new Set(alone.batches).size).toBe(alone.batches.length);
    const rig = new SupervisedRig();
    const { id } = await rig.supervisor.start(experiment(['gpu:0'], 3));
    // In the midst of an epoch.
    await heldAfter(3, rig, id);
    rig.supervisor.resume(id);
    await rig.over(id);
    expect(rig.seen()).toEqual([{ gpu: 'GPU-0', batches: alone.batches }]);
    expect(countsOf(rig)).toEqual(alone.counts);
  });

  test('go on behind the checkpoint from which a run is resumed', async () => {
    const alone = await leftAlone();
    const rig = new SupervisedRig();
    const { id } = await rig.supervisor.start(experiment(['gpu:0'], 3));
    await heldAfter(7, rig, id);
    await rig.reopen();
    await rig.supervisor.continueRun(id);
    await rig.over(id);
    const from = await stepIn(rig, id, /^Goes on after step (\d+),/);
    expect(from % 5).toBe(0);
    const [before, after, ...others] = rig.seen();
    expect(before?.batches).toEqual(alone.batches.slice(0, before?.batches.length));
    expect(after?.batches).toEqual(alone.batches.slice(from));
    expect(others).toEqual([]);
  });

  test('follow a run over the loss of a worker with its GPU, and over the return of that', async () => {
    const rig = new SupervisedRig({ gpus: 2 });
    const { id } = await rig.supervisor.start(experiment(['gpu:0', 'gpu:1'], endless));
    await heldAfter(7, rig, id);
    rig.gone.add('gpu:1');
    const victim = workerOn('GPU-1');
    rig.supervisor.resume(id);
    process.kill(victim, 'SIGKILL');
    const lost = await stepIn(rig, id, /^Training goes on after step (\d+) on gpu:0;/);
    await seenBy(rig, 3);
    rig.gone.delete('gpu:1');
    const found = await stepIn(
      rig,
      id,
      /^Training goes on after step (\d+) on gpu:0, gpu:1, with gpu:1 again\./,
    );
    await seenBy(rig, 5);
    rig.supervisor.stop(id);
    await rig.over(id, 'stopped');
    const seen = rig.seen();
    expect(seen.map(({ gpu }) => gpu).sort()).toEqual(['GPU-0', 'GPU-0', 'GPU-0', 'GPU-1', 'GPU-1']);
    const ends = seen.map(({ batches }, at) => [0, 0, lost, found, found][at] + batches.length);
    const all = await batchesOf(Math.max(...ends));
    seen.forEach(({ batches }: Seen, at) => {
      const from = [0, 0, lost, found, found][at] ?? 0;
      expect(batches).toEqual(all.slice(from, from + batches.length));
    });
    expect(lost).toBeGreaterThanOrEqual(7);
    expect(found).toBeGreaterThan(lost);
  });
});

/** Each of so many processes has taken some steps. */
async function seenBy(rig: SupervisedRig, processes: number): Promise<void> {
  await vi.waitFor(() => {
    const steps = rig.seen().map(({ batches }) => batches.length);
    expect(steps).toHaveLength(processes);
    expect(Math.min(...steps)).toBeGreaterThan(3);
  }, patience);
}
