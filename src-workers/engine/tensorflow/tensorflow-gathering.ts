import { FailedError } from '../../../src-shared/errors';
import type { Gatherings } from '../graph/gatherings';
import type { SharedFiles, SharedGatheringMemory } from '../shared-memory';
import type { OwnOperations } from './own-operations';

/** Where passes of a graph meet those of other workers; undefined where they have no such place. */
export function gatheringMemory(
  operations: OwnOperations,
  gatherings: Gatherings,
): SharedGatheringMemory | undefined {
  return gatherings.mostNumbers > 0 ? new TensorflowGathering(operations, gatherings) : undefined;
}

class TensorflowGathering implements SharedGatheringMemory {
  constructor(
    readonly operations: OwnOperations,
    readonly gatherings: Gatherings,
  ) {}

  get floats(): number {
    return this.operations.gatheringFloats + 2 * this.gatherings.mostNumbers;
  }

  /** @throws FailedError when the system will not map the files */
  join({ descriptors, rank }: SharedFiles, turns: Int32Array): void {
    const { memory, mostNumbers } = this.gatherings;
    if (!this.operations.joinGathering(memory, descriptors, rank, mostNumbers, turns))
      throw new FailedError(
        'The system would not map the files in which the workers of this run share what their batches have.',
      );
  }

  get lost(): number | undefined {
    const lost = this.operations.lostFromGathering(this.gatherings.memory);
    return lost < 0 ? undefined : lost;
  }

  leave(): void {
    this.operations.leaveGathering(this.gatherings.memory);
  }
}
