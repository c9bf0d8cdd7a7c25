import type { Device } from './devices';

const MiB = 1.048576;
const small = { belowMB: 2048 * MiB, keptMB: 225 * MiB };
/** By the compute capability's first number. */
const kept = [
  { upTo: 6, keptMB: 500 * MiB },
  { upTo: 7, keptMB: 1050 * MiB },
  { upTo: 8, keptMB: 1536 * MiB },
] as const;
const keptByNewest = 1800 * MiB;

/**
 * What a process of TensorFlow may take for tensors of the memory that is free, in MB: of a GPU's it leaves a part to the driver
 * and to CUDA's libraries (`MinSystemMemory` in its gpu_device.cc).
 */
export function memoryForTensorsMB(device: Device): number {
  const freeMB = device.totalMemoryMB - device.usedMemoryMB;
  return device.kind === 'cpu' ? freeMB : Math.max(0, freeMB - keptMB(freeMB, device.computeCapability));
}

function keptMB(freeMB: number, capability = ''): number {
  if (freeMB < small.belowMB) return small.keptMB;
  return kept.find(({ upTo }) => Number.parseFloat(capability) < upTo + 1)?.keptMB ?? keptByNewest;
}
