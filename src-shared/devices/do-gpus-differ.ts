import type { Device } from './devices';

/** Whether there are GPUs of several models: their kernels are chosen and compiled apart, and may round differently. */
export function doGpusDiffer(devices: readonly Device[]): boolean {
  return new Set(devices.flatMap(({ kind, name }) => (kind === 'gpu' ? [name] : []))).size > 1;
}
