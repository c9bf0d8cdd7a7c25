import type { OptimiserStep, PassInputs, PassReport } from './pass';

/** Every worker's file of one kind, as process-wide descriptors by rank, and which is this worker's own. */
export interface SharedFiles {
  readonly descriptors: readonly number[];
  readonly rank: number;
}

/** What an engine does in memory that the worker processes of a run map. */
export interface SharedMemory {
  /** Without files the memory is this process's alone. */
  openGradients(files: SharedFiles): SharedGradientMemory;
  /** Length of each worker's file of a meeting. */
  readonly meetingFloats: number;
  openMeeting(files: SharedFiles): SharedMeetingMemory;
  /** Where workers meet while the program's passes run; undefined where these need nobody else. */
  readonly gathering: SharedGatheringMemory | undefined;
}

/** Where workers that share a batch tell each other, in the middle of a pass, what their items have. */
export interface SharedGatheringMemory {
  /** Length of each worker's file. */
  readonly floats: number;
  /**
   * Before the first pass.
   * @param files of the workers that share the batch, in the order of its parts
   * @param turns counted up in its first place while a pass waits for others
   */
  join(files: SharedFiles, turns: Int32Array): void;
  /** The place among those files of a worker that ended while a pass waited for it, and failed of it. */
  readonly lost: number | undefined;
  /** Whoever waits for this worker hears that it is gone. */
  leave(): void;
}

/** Each file of gradients holds two that take turns. */
export type Half = 0 | 1;

/**
 * Gradients in memory that the workers of a run map: the engine writes its own there and takes the sum from there, and
 * JavaScript only says when. Between publishing and whatever reads, the caller waits for all workers.
 */
export interface SharedGradientMemory {
  /** Forward and backward pass, whose gradient becomes this worker's, or is added to it where the pass is a further one. */
  publish(inputs: PassInputs, half: Half, order: 'first' | 'further'): PassReport;
  /** Sums this worker's share over the workers. Others read it after the next barrier. */
  reduceShare(half: Half): void;
  /** Takes an optimiser step by the sum of whole gradients, or by the shares that the workers reduced. */
  apply(half: Half, from: 'gradients' | 'shares', step: OptimiserStep): void;
  close(): void;
}

/** Where workers see each other come, each with a few numbers. */
export interface SharedMeetingMemory {
  /** Says that this worker has come once more. */
  arrive(numbers: Float32Array): void;
  /** Waits at most so long; true once every worker has come as often as this one. */
  wait(microseconds: number): boolean;
  /** Replaces `numbers` by the sums of what all brought, in rank order. Only once all have come. */
  sum(numbers: Float32Array): void;
  close(): void;
}
