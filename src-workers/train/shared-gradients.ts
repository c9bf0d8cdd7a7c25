import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { Half, SharedGradientMemory, SharedMemory } from '../engine/shared-memory';
import type { Exchange } from '../parallel/exchange';
import { Meeting } from '../parallel/meeting';
import { SharedVectors } from '../parallel/shared-vectors';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';

/**
 * From so many workers on each sums a share and takes the others' sums (reduce-scatter, all-gather), which is two
 * barriers and 2 vectors' traffic a worker; below, each sums everything at once, which is one barrier and a vector's
 * traffic for each worker (bench/RESULTS.md).
 */
const leastWorkersByShares = 4;

/**
 * Gradients that never enter JavaScript: each worker's engine writes its own into memory that all map, and after a
 * barrier the optimiser takes them from there. A half of the memory is written again two steps later, when a barrier in
 * between has shown that all have read it.
 */
export class SharedGradients implements GradientReduction {
  #half: Half = 0;

  private constructor(
    readonly memory: SharedGradientMemory,
    readonly meeting: Meeting | undefined,
    readonly sameParameters: Exchange | undefined,
  ) {}

  /** @throws FailedError when there is no room for the gradients, PeerLostError when another worker is gone */
  static async open(
    shared: SharedMemory,
    { everyone, sameParameters }: Reducers,
    floats: number,
  ): Promise<SharedGradients> {
    const meeting = everyone && (await Meeting.open(everyone, shared));
    try {
      const memory = await openGradients(shared, sameParameters, floats);
      return new SharedGradients(memory, meeting, sameParameters);
    } catch (error) {
      meeting?.close();
      throw error;
    }
  }

  addPass(inputs: PassInputs, order: 'first' | 'further'): PassReport {
    if (order === 'first') this.#half = this.#half === 0 ? 1 : 0;
    return this.memory.publish(inputs, this.#half, order);
  }

  async reduce(tail: Float32Array): Promise<void> {
    // Everyone has come, and with them their gradients.
    await this.meeting?.sum(tail);
    if (!this.sameParameters || !this.#isByShares) return;
    this.memory.reduceShare(this.#half);
    await this.sameParameters.barrier();
  }

  apply(step: OptimiserStep): void {
    this.memory.apply(this.#half, this.#isByShares ? 'shares' : 'gradients', step);
  }

  close(): void {
    this.memory.close();
    this.meeting?.close();
  }

  get #isByShares(): boolean {
    return (this.sameParameters?.options.workers ?? 1) >= leastWorkersByShares;
  }
}

async function openGradients(
  shared: SharedMemory,
  sameParameters: Exchange | undefined,
  floats: number,
): Promise<SharedGradientMemory> {
  if (!sameParameters) return shared.openGradients({ descriptors: [], rank: 0 });
  const files = await SharedVectors.open(sameParameters, 'g', 2 * floats);
  try {
    const { descriptors } = files;
    return shared.openGradients({ descriptors, rank: sameParameters.options.rank });
  } finally {
    // A mapping outlives its descriptor.
    files.close();
  }
}
