import type { OutOfMemoryError } from './out-of-memory-error';

/** What is done where a device has no more memory, since other programs may hold it for a while only. */
export interface MemoryWait {
  /** Waits a moment before what failed is tried once more; false where it is to fail. */
  again(error: OutOfMemoryError): boolean;
  /** What failed before went well. */
  found(): void;
}
