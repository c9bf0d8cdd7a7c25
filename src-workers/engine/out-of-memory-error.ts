import { FailedError } from '../../src-shared/errors';

/** The device had no more memory for what a graph computes. */
export class OutOfMemoryError extends FailedError {
  /** @param askedBytes of the value for which there was none; undefined where the engine does not tell which it was */
  constructor(readonly askedBytes: number | undefined) {
    super('The device ran out of memory.');
  }
}
