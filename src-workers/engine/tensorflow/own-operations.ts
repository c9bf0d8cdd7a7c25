import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What the compiled module of native/ gives to JavaScript; its operations become known by loading it. Whatever is opened
 * is known by its number, -1 where the system would not give the memory. Other functions answer false for numbers and
 * lengths that do not fit.
 */
export interface OwnOperations {
  /** Maps every worker's file of gradients, by rank; without files the memory is this process's alone. */
  openGradients(descriptors: readonly number[], rank: number, floats: number): number;
  closeGradients(gradients: number): void;
  /** Makes these this worker's gradient in the first half. */
  storeGradient(gradients: number, values: Float32Array): boolean;
  /** Replaces this worker's share of its published gradient by the sum over all workers. */
  reduceShare(gradients: number, half: number): boolean;

  /** Memory for parameters, which graphs read without copying, and as many vectors of moments. */
  openParameters(floats: number, moments: number): number;
  closeParameters(parameters: number): void;
  /** Copies the parameters (vector 0) or moments (from 1 on) out. */
  readVector(parameters: number, vector: number, into: Float32Array): boolean;
  writeVector(parameters: number, vector: number, values: Float32Array): boolean;
  /**
   * Changes parameters and moments by the sum of gradients, whole ones (source 0) or shares (1).
   * @param update numbers of native/optimiser.h, in their order
   * @param parts end, rate (-1 where it is moving) and decay of each part; without any all parameters are one
   */
  takeStep(
    parameters: number,
    gradients: number,
    half: number,
    source: number,
    update: Float32Array,
    parts: Float64Array,
  ): boolean;

  /**
   * The same with IVON for Gaussians.
   * @param update those numbers and then those of native/ivon.h, in their order
   * @param parts those numbers of each part and its prior's precision, 0 where it is no Gaussian
   */
  takeIvonStep(
    parameters: number,
    gradients: number,
    half: number,
    source: number,
    update: Float32Array,
    parts: Float64Array,
  ): boolean;

  /** Where the workers that share a batch meet while their graphs run; graphs hold its number before they have. */
  addGathering(): number;
  /** Floats that each worker's file of a gathering must have beside twice the numbers that one brings at most. */
  readonly gatheringFloats: number;
  /**
   * @param numbers that a worker brings at most
   * @param turns counted up while this worker waits for others
   */
  joinGathering(
    gathering: number,
    descriptors: readonly number[],
    rank: number,
    numbers: number,
    turns: Int32Array,
  ): boolean;
  leaveGathering(gathering: number): void;
  /** The rank of a worker that ended while this one waited for it, or -1. */
  lostFromGathering(gathering: number): number;

  /**
   * Makes the operations ready for this process's GPU: compiles their kernels, or takes those compiled before.
   * @param folder of the runtime, whose compiler for GPUs is used and where compiled kernels are kept
   * @returns why they cannot be used there; nothing ('') where they can
   */
  prepareGpu(folder: string): string;

  /**
   * @param into is given the megabytes of this process's GPU that are free, and all that it has
   * @returns why that is not known; nothing ('') where it is, as below
   */
  memoryOfGpu(into: Float32Array): string;

  /**
   * Floats of what the workers of a run join their GPUs by, and makes it.
   * @param nccl the library
   * @returns why it cannot be made; nothing ('') where it can, as below
   */
  readonly gpusIdFloats: number;
  makeGpusId(nccl: string, into: Float32Array): string;
  /**
   * Memory of the GPU for gradients that are summed with other workers' GPUs, which it begins to join.
   * @param ends where the gradient of each parameter ends, with what lies between it and the next one
   * @param number is given its number
   */
  openGpuGradients(
    nccl: string,
    id: Float32Array,
    rank: number,
    workers: number,
    ends: readonly number[],
    number: Int32Array,
  ): string;
  /** Waits at most so long: 0 while something is not done, 1 once all is, 2 where it failed. */
  waitForGpus(gradients: number, microseconds: number): number;
  failureOfGpus(gradients: number): string;
  /** Ends what is not done, without the others. */
  closeGpuGradients(gradients: number): void;

  /**
   * Memory of the GPU for two batches of at most so many numbers, and page-locked memory from which they are brought there.
   * @param loader is given its number
   * @returns why there is none; nothing ('') where there is
   */
  openBatchLoader(numbers: number, loader: Int32Array): string;
  /**
   * Begins to bring a batch to the GPU. Its numbers must stay as they are until `settleBatches`.
   * @returns its number, or -1 where there is no room for it
   */
  loadBatch(loader: number, inputs: Float32Array, targets: Float32Array | Int32Array): number;
  /** Waits until all that was given to `loadBatch` has been read. */
  settleBatches(loader: number): void;
  closeBatchLoader(loader: number): void;

  /** Floats that each worker's file of a meeting must have. */
  readonly meetingFloats: number;
  openMeeting(descriptors: readonly number[], rank: number): number;
  closeMeeting(meeting: number): void;
  arrive(meeting: number, numbers: Float32Array): boolean;
  /** True where all have come within so many microseconds. */
  waitForAll(meeting: number, microseconds: number): boolean;
  sumOfAll(meeting: number, numbers: Float32Array): boolean;
}

/** What of it a process for a GPU has. */
export interface GpuOperations {
  readonly operations: Pick<
    OwnOperations,
    | 'memoryOfGpu'
    | 'gpusIdFloats'
    | 'makeGpusId'
    | 'openGpuGradients'
    | 'waitForGpus'
    | 'failureOfGpus'
    | 'closeGpuGradients'
    | 'openBatchLoader'
    | 'loadBatch'
    | 'settleBatches'
    | 'closeBatchLoader'
  >;
  /** NCCL's library: the runtime's own, or by its name. */
  readonly nccl: string;
}

/** Where the set-up puts the compiled operations of native/: beside the binding. */
export function ownOperationsPath(binding: string): string {
  return join(dirname(binding), 'parasample_operations.node');
}

/**
 * Adds Parasample's own operations to the TensorFlow that `binding` has loaded. Undefined where they were not compiled
 * here, or for another processor: TensorFlow's own operations do it too.
 */
export function loadOwnOperations(binding: string): OwnOperations | undefined {
  const path = ownOperationsPath(binding);
  if (!existsSync(path)) return undefined;
  const loaded = { exports: {} as OwnOperations & { readonly available?: boolean } };
  try {
    process.dlopen(loaded, path);
  } catch {
    return undefined;
  }
  return loaded.exports.available ? loaded.exports : undefined;
}
