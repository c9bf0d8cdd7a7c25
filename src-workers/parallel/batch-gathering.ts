import type { SharedGatheringMemory } from '../engine/shared-memory';
import type { Exchange } from './exchange';
import { PeerLostError } from './peer-lost-error';
import { SharedVectors } from './shared-vectors';
import type { StepPlan } from './step-plan';

/** Who a worker meets while its passes run: those that draw the same samples for other items of a batch. */
export class BatchGathering {
  private constructor(
    readonly memory: SharedGatheringMemory,
    /** Ranks of those workers, in the order of the batch's parts. */
    readonly ranks: readonly number[],
  ) {}

  /**
   * To be called by all workers of a run.
   * @param turns counted up while a pass waits for others
   * @throws FailedError when there is no room for it, PeerLostError when another worker is gone
   */
  static async open(
    exchange: Exchange,
    memory: SharedGatheringMemory,
    { share, sampleGroups, dataGroups }: Pick<StepPlan, 'share' | 'sampleGroups' | 'dataGroups'>,
    turns: Int32Array,
  ): Promise<BatchGathering> {
    const ranks = Array.from({ length: dataGroups }, (_, group) => group * sampleGroups + share.sampleGroup);
    const files = await SharedVectors.open(exchange, 'b', memory.floats);
    try {
      const { descriptors } = files;
      memory.join({ descriptors: ranks.map((rank) => descriptors[rank]), rank: share.dataGroup }, turns);
      // Nobody looks for one who has not joined yet.
      await exchange.barrier();
      return new BatchGathering(memory, ranks);
    } catch (error) {
      memory.leave();
      throw error;
    } finally {
      // A mapping outlives its descriptor.
      files.close();
    }
  }

  /** What made a pass fail: the loss of a worker that it waited for, where it was that. */
  causeOf(error: unknown): unknown {
    const { lost } = this.memory;
    return lost === undefined ? error : new PeerLostError(this.ranks[lost]);
  }

  close(): void {
    this.memory.leave();
  }
}
