import { expect, test } from 'vitest';
import type { Gpu } from '../../../src-shared/devices/devices';
import { memoryForTensorsMB } from '../../../src-shared/devices/memory-for-tensors';

const MiB = 1.048576;

function gpu(totalMiB: number, usedMiB: number, computeCapability?: string): Gpu {
  return {
    ...{ kind: 'gpu', id: 'gpu:0', index: 0, uuid: 'GPU-0', name: 'A GPU', driver: '580.1' },
    totalMemoryMB: totalMiB * MiB,
    usedMemoryMB: usedMiB * MiB,
    ...(computeCapability === undefined ? {} : { computeCapability }),
  };
}

test.each([
  ['7.5', 1050],
  ['8.6', 1536],
  ['9.0', 1800],
  ['12.0', 1800],
  [undefined, 1800],
])('TensorFlow leaves of a GPU of capability %s %d MiB to the driver and CUDA', (capability, kept) => {
  expect(memoryForTensorsMB(gpu(8192, 192, capability))).toBeCloseTo((8000 - kept) * MiB, 3);
});

test('of little that is free it leaves less, and never takes what is not there', () => {
  expect(memoryForTensorsMB(gpu(2000, 0, '9.0'))).toBeCloseTo(1775 * MiB, 3);
  expect(memoryForTensorsMB(gpu(8192, 8100, '9.0'))).toBe(0);
});

test('of the machine’s memory a process takes all that is free', () => {
  const slot = { kind: 'cpu', id: 'cpu:0', name: 'CPU slot 0', cores: 2 } as const;
  expect(memoryForTensorsMB({ ...slot, totalMemoryMB: 16_000, usedMemoryMB: 1000 })).toBe(15_000);
});
