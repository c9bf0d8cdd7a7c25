import { z } from 'zod';
import type { Device } from './devices';
import { memoryForTensorsMB } from './memory-for-tensors';

/** Of a GPU, as the driver told when a worker was started, and what TensorFlow takes of it for tensors; MB are 10^6 bytes. */
export const gpuMemorySchema = z.strictObject({
  totalMB: z.number(),
  freeMB: z.number(),
  forTensorsMB: z.number(),
});
export type GpuMemory = Readonly<z.output<typeof gpuMemorySchema>>;

/** Nothing of a CPU slot, which shares the machine's memory with all. */
export function gpuMemoryOf(device: Device): { readonly gpuMemory?: GpuMemory } {
  const { kind, totalMemoryMB: totalMB, usedMemoryMB } = device;
  if (kind === 'cpu') return {};
  const forTensorsMB = memoryForTensorsMB(device);
  return { gpuMemory: { totalMB, freeMB: totalMB - usedMemoryMB, forTensorsMB } };
}
