import type { MemoryNow } from '../out-of-memory-error';
import type { Binding } from './binding';

/** What the driver says of this process's GPU; undefined where there is none, or it does not say. */
export function gpuMemory({ gpuOperations }: Pick<Binding, 'gpuOperations'>): MemoryNow | undefined {
  const megabytes = new Float32Array(2);
  if (gpuOperations?.operations.memoryOfGpu(megabytes) !== '') return undefined;
  const [free, total] = megabytes;
  return { freeBytes: free * 1e6, totalBytes: total * 1e6 };
}
