import { describe, expect, test } from 'vitest';
import { workerPids } from '../e2e/worker-processes';
import { countsOfStep, runPretended, smallExperiment, startPretended } from './pretended-run';

/** A network of 2 x (64 x 24 + 24 + 24 x 10 + 10) numbers, and its report of nll, fit and KL. */
const gradientBytes = 2 * (64 * 24 + 24 + 24 * 10 + 10) * 4;
const reportBytes = 3 * 4;
const batchBytes = 128 * (64 + 1) * 4;

describe.each([2, 4])('a step of %d GPUs', (gpus) => {
  test('sums gradients on them: none of it comes to the host, and nothing is copied for it', async () => {
    const of = await countsOfStep({}, { gpus });
    expect(of('all-reduce').bytes).toBe(gradientBytes);
    expect(of('group of all-reduces').times).toBe(1);
    expect(of('copy to host').bytes).toBe(reportBytes);
    expect(of('copy to device').bytes).toBeLessThan(batchBytes + 1000);
    expect(of('copy within device').bytes).toBe(0);
    expect(of('stream waits for a sum').times).toBe(0);
    expect(of('copy to device from pinned memory')).toEqual({ times: 1, bytes: batchBytes });
    expect(of('kernels beside copies from pinned memory').bytes).toBeGreaterThan(0.9 * of('kernels').times);
  });
});

test('passes add up on each GPU, and are summed once', async () => {
  const of = await countsOfStep({ samplesPerPass: 1 }, { gpus: 2 });
  expect(of('all-reduce').bytes).toBe(gradientBytes);
  expect(of('copy to host').bytes).toBe(2 * reportBytes);
  expect(of('kernel parasampleAddInto').times).toBe(2 * 8);
});

test('a person’s variables reach NCCL; where bits are to be the same it adds round a ring nevertheless', async () => {
  const set = { NCCL_ALGO: 'Tree' };
  const devices = ['gpu:0', 'gpu:1'];
  const asSet = await runPretended(smallExperiment({}, devices), { gpus: 2 }, set);
  expect(asSet.counts.get('communicator of another order')?.times).toBe(1);
  const same = await runPretended(smallExperiment({ deterministic: true }, devices), { gpus: 2 }, set);
  expect(same.counts.get('communicator of a ring')?.times).toBe(1);
});

test('without NCCL two GPUs train over the host, and the run says that it is slower', async () => {
  const machine = { gpus: 2, without: 'libnccl.so.2' };
  const { code, said } = await runPretended(smallExperiment({}, ['gpu:0', 'gpu:1']), machine);
  expect(code).toBe(0);
  expect(said).toContain('Gradients are summed over the host, which is slower.');
  expect(said).toContain('libnccl.so.2');
});

test('a CPU and a GPU train together over the host', async () => {
  const { code, said } = await runPretended(smallExperiment({}, ['cpu:0', 'gpu:0']));
  expect(said).not.toContain('slower. GPUs cannot');
  expect(code).toBe(0);
});

// The first is noticed at once, the second by its silence of 12 seconds.
test.each(['SIGKILL', 'SIGSTOP'] as const)(
  'a worker that gets %s is given up by NCCL too, and the others go on',
  async (signal) => {
    const endless = smallExperiment({ steps: 1_000_000 }, ['gpu:0', 'gpu:1', 'gpu:2']);
    const run = startPretended(endless, { gpus: 3 });
    await expect.poll(() => workerPids(run.pid).length, { timeout: 120_000 }).toBe(3);
    await expect.poll(() => run.said(), { timeout: 240_000 }).toMatch(/epoch \d+:/);
    const [, second] = workerPids(run.pid);
    // A number that is none would be the processes of this spec.
    if (!second) throw new Error(run.said());
    process.kill(second, signal);
    // Two are left, and they train.
    await expect
      .poll(() => run.said(), { timeout: 240_000 })
      .toMatch(/Training goes on after step \d+ on gpu:\d, gpu:\d;.*epoch \d+:/s);
    expect(run.said()).not.toContain('over the host');
    run.stop();
    await run.ended;
  },
);
