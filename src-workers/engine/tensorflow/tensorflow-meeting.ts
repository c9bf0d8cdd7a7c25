import { FailedError } from '../../../src-shared/errors';
import type { SharedFiles, SharedMeetingMemory } from '../shared-memory';
import type { OwnOperations } from './own-operations';

/** A meeting in memory that the module of native/ maps. */
export class TensorflowMeeting implements SharedMeetingMemory {
  readonly #number: number;

  /** @throws FailedError when the system will not map the files */
  constructor(
    readonly operations: OwnOperations,
    { descriptors, rank }: SharedFiles,
  ) {
    this.#number = operations.openMeeting(descriptors, rank);
    if (this.#number < 0)
      throw new FailedError('The system would not map the files in which the workers of this run meet.');
  }

  arrive(numbers: Float32Array): void {
    this.operations.arrive(this.#number, numbers);
  }

  wait(microseconds: number): boolean {
    return this.operations.waitForAll(this.#number, microseconds);
  }

  sum(numbers: Float32Array): void {
    this.operations.sumOfAll(this.#number, numbers);
  }

  close(): void {
    this.operations.closeMeeting(this.#number);
  }
}
