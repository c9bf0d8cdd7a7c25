import type { Half, SharedGradientMemory } from '../engine/gradient-sharing';
import type { CompiledProgram, OptimiserStep, PassInputs, PassReport } from '../engine/program';
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
 * barrier takes the sum from there. A half of the memory is written again two steps later, when a barrier in between
 * has shown that all have read it.
 */
export class SharedGradients implements GradientReduction {
  #half: Half = 0;

  private constructor(
    readonly memory: SharedGradientMemory,
    readonly reducers: Reducers,
  ) {}

  /** @throws FailedError when there is no room for the gradients, PeerLostError when another worker is gone */
  static async open(
    open: NonNullable<CompiledProgram['openGradientMemory']>,
    reducers: Reducers,
    floats: number,
  ): Promise<SharedGradients> {
    const { sameParameters } = reducers;
    if (!sameParameters) return new SharedGradients(open({ descriptors: [], rank: 0 }), reducers);
    const vectors = await SharedVectors.open(sameParameters, 2 * floats);
    try {
      const { rank } = sameParameters.options;
      return new SharedGradients(open({ descriptors: vectors.descriptors, rank }), reducers);
    } finally {
      // A mapping outlives its descriptor.
      vectors.close();
    }
  }

  addPass(inputs: PassInputs, place: 'first' | 'further'): PassReport {
    if (place === 'first') this.#half = this.#half === 0 ? 1 : 0;
    return this.memory.publish(inputs, this.#half, place === 'further');
  }

  async reduce(tail: Float32Array): Promise<void> {
    const { everyone, sameParameters } = this.reducers;
    // Summing the tail passes a barrier over all workers, and with it everyone's gradients are there.
    await everyone?.allReduceSum(tail);
    if (!sameParameters || !this.#isByShares) return;
    this.memory.reduceShare(this.#half);
    await sameParameters.barrier();
  }

  apply(step: OptimiserStep): void {
    this.memory.apply(this.#half, this.#isByShares ? 'shares' : 'gradients', step);
  }

  close(): void {
    this.memory.close();
  }

  get #isByShares(): boolean {
    return (this.reducers.sameParameters?.options.workers ?? 1) >= leastWorkersByShares;
  }
}
