import { expect, test } from 'vitest';
import type { Device, Gpu } from '../../../src-shared/devices/devices';
import { doGpusDiffer } from '../../../src-shared/devices/do-gpus-differ';

const memory = { totalMemoryMB: 8000, usedMemoryMB: 0 };
const slot: Device = { kind: 'cpu', id: 'cpu:0', name: 'A', cores: 2, ...memory };
const gpu = (index: number, name: string): Gpu => ({
  ...{ kind: 'gpu', id: `gpu:${index}`, index, uuid: `GPU-${index}`, name, driver: '580.95' },
  ...memory,
});

test('GPUs differ by their model; CPU slots, which round in a way of their own, are told by their engines', () => {
  expect(doGpusDiffer([gpu(0, 'NVIDIA L4'), gpu(1, 'NVIDIA H100')])).toBe(true);
  expect(doGpusDiffer([gpu(0, 'NVIDIA L4'), gpu(1, 'NVIDIA L4')])).toBe(false);
  expect(doGpusDiffer([slot, gpu(0, 'NVIDIA L4')])).toBe(false);
});
