import { FailedError } from '../../../src-shared/errors';
import type { GradientFiles, Half, SharedGradientMemory } from '../gradient-sharing';
import type { OptimiserStep, PassInputs, PassReport } from '../program';
import type { OwnOperations } from './own-operations';

// The third number of what the operations are fed with (native/shared-gradients.h).
const modes = { first: 0, further: 1, gradients: 0, shares: 1 } as const;

/** How the graph is run with a memory's place fed to it. */
export interface GraphWithGradients {
  publish(inputs: PassInputs, place: Int32Array): PassReport;
  applySum(place: Int32Array, step: OptimiserStep): void;
}

/** A mapped memory of gradients, for the operations of native/. */
export class TensorflowGradientMemory implements SharedGradientMemory {
  readonly #memory: number;

  /** @throws FailedError when the system will not map the files */
  constructor(
    readonly operations: OwnOperations,
    readonly graph: GraphWithGradients,
    { descriptors, rank }: GradientFiles,
    floats: number,
  ) {
    this.#memory = operations.mapGradients(descriptors, rank, floats);
    if (this.#memory < 0) {
      const megabytes = Math.ceil((2 * floats * Float32Array.BYTES_PER_ELEMENT) / 1e6);
      throw new FailedError(`The system would not map ${megabytes} MB for the gradients of this run.`);
    }
  }

  publish(inputs: PassInputs, half: Half, isFurther: boolean): PassReport {
    return this.graph.publish(inputs, this.#place(half, isFurther ? modes.further : modes.first));
  }

  reduceShare(half: Half): void {
    this.operations.reduceShare(this.#memory, half);
  }

  apply(half: Half, from: 'gradients' | 'shares', step: OptimiserStep): void {
    this.graph.applySum(this.#place(half, modes[from]), step);
  }

  close(): void {
    this.operations.unmapGradients(this.#memory);
  }

  #place(half: Half, mode: 0 | 1): Int32Array {
    return Int32Array.of(this.#memory, half, mode);
  }
}
