import { setImmediate, setTimeout } from 'node:timers/promises';
import { FailedError } from '../../src-shared/errors';
import type { GpuSums, JoinedGpus } from '../engine/gpu-sums';
import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { Exchange } from '../parallel/exchange';
import { PeerLostError } from '../parallel/peer-lost-error';
import type { GradientReduction } from './gradient-reduction';

/** GPUs that step alike are done within this time; for whoever waits longer the processor is free. */
const watchMicroseconds = 300;
/** Turns of the event loop that follow at once; behind them each waits a millisecond. */
const quickTurns = 20;
/** GPUs of one machine meet within this time, even where each loads NCCL's kernels first. */
const joinSeconds = 120;
/** What ends a worker is known by its sockets so soon after what it breaks. */
const settleMs = 1000;

interface Workers {
  readonly everyone: Exchange;
  readonly sameParameters: Exchange;
}

/**
 * Gradients that GPUs sum among themselves: none of them comes to the host. Where a worker ends or hangs, whose part the
 * others' GPUs would wait for without end, the exchange's sockets tell, and this worker's part is given up.
 */
export class GpuGradients implements GradientReduction {
  private constructor(
    readonly gpus: JoinedGpus,
    readonly workers: Workers,
  ) {}

  /**
   * Joins the GPUs of all workers, or of none.
   * @returns this worker's reduction, or why the GPUs of all cannot be joined
   * @throws PeerLostError when another worker is gone
   */
  static async open(sums: GpuSums, workers: Workers): Promise<GpuGradients | string> {
    const { everyone, sameParameters } = workers;
    const isFirst = sameParameters.options.rank === 0;
    // Nobody begins to wait for a worker that cannot come.
    const made = await together(everyone, async () => {
      sums.check();
      return isFirst ? sums.newId() : new Float32Array(sums.idFloats);
    });
    if (typeof made === 'string') return made;
    const joined = await together(everyone, () => join(sums, made, workers));
    return typeof joined === 'string' ? joined : new GpuGradients(joined, workers);
  }

  addPass(inputs: PassInputs, order: 'first' | 'further', isLast: boolean): PassReport {
    return this.gpus.addPass(inputs, order, isLast);
  }

  async reduce(tail: Float32Array): Promise<void> {
    // Meanwhile the GPUs sum.
    await this.workers.everyone.allReduceSum(tail);
    await untilDone(this.gpus, this.workers.everyone);
  }

  apply(step: OptimiserStep): void {
    this.gpus.apply(step);
  }

  close(): void {
    this.gpus.close();
  }
}

/** What all workers can do, or why some cannot. */
async function together<Result extends object>(
  everyone: Exchange,
  work: () => Promise<Result>,
): Promise<Result | string> {
  const done = await work().catch(complaintOf);
  const failures = Float32Array.of(typeof done === 'string' ? 1 : 0);
  await everyone.allReduceSum(failures);
  if (failures[0] === 0 || typeof done === 'string') return done;
  if ('close' in done && typeof done.close === 'function') done.close();
  return 'Another worker’s GPU could not join.';
}

function complaintOf(error: unknown): string {
  if (error instanceof FailedError && !(error instanceof PeerLostError)) return error.message;
  throw error;
}

/** @param id of the first worker, which the others are given */
async function join(
  sums: GpuSums,
  id: Float32Array,
  { everyone, sameParameters }: Workers,
): Promise<JoinedGpus> {
  const { rank, workers } = sameParameters.options;
  const parts = Array.from({ length: workers }, (_, each) => ({
    first: 0,
    size: each === 0 ? id.length : 0,
  }));
  await sameParameters.allGather(id, parts);
  const gpus = sums.join(id, rank, workers);
  try {
    await untilDone(gpus, everyone, joinSeconds);
    return gpus;
  } catch (error) {
    gpus.close();
    throw error;
  }
}

/** @throws PeerLostError where a worker that the GPUs may wait for is gone */
async function untilDone(
  gpus: JoinedGpus,
  everyone: Exchange,
  seconds = Number.POSITIVE_INFINITY,
): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  for (let turn = 0; !(await isDone(gpus, everyone)); turn += 1) {
    refuseLost(everyone);
    if (performance.now() > end)
      throw new FailedError(`The GPUs of the other workers did not join within ${seconds} seconds.`);
    await (turn < quickTurns ? setImmediate() : setTimeout(1));
  }
}

async function isDone(gpus: JoinedGpus, everyone: Exchange): Promise<boolean> {
  try {
    return gpus.wait(watchMicroseconds);
  } catch (error) {
    // The GPUs may know first that a worker is gone, but not which.
    const end = performance.now() + settleMs;
    while (everyone.lost === undefined && performance.now() < end) await setTimeout(10);
    refuseLost(everyone);
    throw error;
  }
}

function refuseLost(everyone: Exchange): void {
  if (everyone.lost !== undefined) throw new PeerLostError(everyone.lost);
}
