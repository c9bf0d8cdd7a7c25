import { FailedError } from '../../src-shared/errors';

/** Of a device, whoever holds the rest. */
export interface MemoryNow {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The device had no more memory for what a graph computes. */
export class OutOfMemoryError extends FailedError {
  /**
   * @param askedBytes of the value for which there was none; undefined where the engine does not tell which it was
   * @param now what the device had when there was none, where that is known
   * @param samplesAtOnce weight samples that a prediction drew at once; undefined of anything else
   */
  constructor(
    readonly askedBytes: number | undefined,
    readonly now?: MemoryNow | undefined,
    readonly samplesAtOnce?: number | undefined,
  ) {
    super('The device ran out of memory.');
  }
}
