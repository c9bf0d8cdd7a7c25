import { expect, test } from 'vitest';
import { deviceFor } from '../../../src-main/posterior/posterior-worker';
import type { Device, Gpu } from '../../../src-shared/devices/devices';

const slot: Device = {
  kind: 'cpu',
  id: 'cpu:0',
  name: 'A',
  cores: 2,
  totalMemoryMB: 99_000,
  usedMemoryMB: 0,
};
const gpu = (index: number, usedMemoryMB: number, rest: Partial<Gpu> = {}): Gpu => ({
  kind: 'gpu',
  id: `gpu:${index}`,
  index,
  uuid: `GPU-${index}`,
  name: 'A GPU',
  totalMemoryMB: 16_000,
  usedMemoryMB,
  driver: '580.95',
  ...rest,
});

test('predictions take the GPU with the most free memory', () => {
  expect(deviceFor({ usesGpus: true }, [slot, gpu(0, 15_000), gpu(1, 2_000), gpu(2, 3_000)]).id).toBe(
    'gpu:1',
  );
});

test('and never one on which nothing can train; without another they take a CPU slot', () => {
  const hindered = gpu(0, 0, { hindrance: 'It is too old.' });
  expect(deviceFor({ usesGpus: true }, [slot, hindered, gpu(1, 9_000)]).id).toBe('gpu:1');
  expect(deviceFor({ usesGpus: true }, [slot, hindered]).id).toBe('cpu:0');
});

test('an engine for CPUs takes a CPU slot', () => {
  expect(deviceFor({ usesGpus: false }, [slot, gpu(0, 0)]).id).toBe('cpu:0');
});
