import { expect, onTestFinished, test } from 'vitest';
import type { GpuSums, JoinedGpus } from '../../../src-workers/engine/gpu-sums';
import type { PassReport } from '../../../src-workers/engine/pass';
import { Exchange } from '../../../src-workers/parallel/exchange';
import { type PreparedRun, reductionOf } from '../../../src-workers/run/prepared-run';
import { Trainer } from '../../../src-workers/train/trainer';
import { temporaryFolder } from '../../temporary-folder';

const workers = 2;
const floats = 3;

const joined: JoinedGpus = {
  addPass: () => ({}) as PassReport,
  wait: () => true,
  apply: () => {},
  close: () => {},
};

/** NCCL where GPUs join at once. */
const sums = (apply: () => void): GpuSums => ({
  check: () => {},
  idFloats: 1,
  newId: () => new Float32Array(1),
  join: () => ({ ...joined, apply }),
});

/** An engine on a GPU whose steps round as no other worker's: each adds another number. */
class RoundingGpu {
  numbers = new Float32Array(floats);
  readonly #rank: number;
  readonly gpuSums: GpuSums | undefined;

  constructor(rank: number, isByNccl: boolean) {
    this.#rank = rank;
    this.gpuSums = isByNccl ? sums(() => this.apply()) : undefined;
  }

  apply(): void {
    this.numbers = this.numbers.map((value) => value + 1 + this.#rank * 1e-6);
  }

  parameters(): Float32Array {
    return Float32Array.from(this.numbers);
  }

  replaceParameters(parameters: Float32Array): void {
    this.numbers = Float32Array.from(parameters);
  }
}

/** What two workers' parameters are after so many steps. */
async function trained(steps: number, doGpusDiffer: boolean, isByNccl: boolean): Promise<Float32Array[]> {
  const folder = temporaryFolder();
  const ranks = Array.from({ length: workers }, (_, rank) => rank);
  const work = async (rank: number) => {
    const exchange = await Exchange.connect({ rank, workers, folder, floats: floats + Trainer.tailFloats });
    onTestFinished(() => exchange.close());
    const gpu = new RoundingGpu(rank, isByNccl);
    const prepared = { plan: { passes: ['whole'] }, compiled: gpu, layout: { floats }, family: {} };
    const reduction = await reductionOf(
      prepared as unknown as PreparedRun,
      { everyone: exchange, sameParameters: exchange },
      { doGpusDiffer },
      () => {},
    );
    if (!reduction) throw new Error('Two workers need a reduction.');
    for (let step = 1; step <= steps; step += 1) {
      await reduction.reduce(new Float32Array(Trainer.tailFloats));
      await reduction.apply({ learningRate: 0.1, step });
    }
    return gpu.numbers;
  };
  return Promise.all(ranks.map(work));
}

test.each([
  ['over the host, in each step', false, 1],
  ['over the host, in the next one too', false, 2],
  ['by NCCL, after each 16 steps', true, 16],
  ['by NCCL, after the next 16 too', true, 32],
])('GPUs of several models are brought together, summing %s', async (_how, isByNccl, steps) => {
  const [first, second] = await trained(steps, true, isByNccl);
  expect(first?.[0]).toBeGreaterThan(0);
  expect(second).toEqual(first);
});

test('those of one model keep what they have, which is the same', async () => {
  const [first, second] = await trained(16, false, true);
  expect(second).not.toEqual(first);
  expect((await trained(1, false, false))[0]).not.toEqual((await trained(1, false, false))[1]);
});
