import { describe, expect, test } from 'vitest';
import { workerEnvironment } from '../../src-main/processes/worker-environment';
import { chosenDevices } from '../../src-main/runs/chosen-devices';
import type { Device } from '../../src-shared/devices';

const cpu = (index: number): Device => ({
  kind: 'cpu',
  id: `cpu:${index}`,
  name: `CPU slot ${index}`,
  cores: 8,
  totalMemoryMB: 16_000,
  usedMemoryMB: 1_000,
});
const gpu: Device = {
  kind: 'gpu',
  id: 'gpu:0',
  index: 0,
  uuid: 'GPU-0a1b',
  name: 'A GPU',
  totalMemoryMB: 80_000,
  usedMemoryMB: 0,
  driver: '580.1',
};
describe('the environment of a worker', () => {
  test('on a CPU slot hides all GPUs and has its share of the cores', () => {
    const devices = [cpu(0), cpu(1), cpu(2)];
    expect(workerEnvironment(cpu(1), devices, 8, { PATH: '/bin', GONE: undefined })).toEqual({
      PATH: '/bin',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_NUM_INTRAOP_THREADS: '2',
      OMP_NUM_THREADS: '2',
      TF_NUM_INTEROP_THREADS: '1',
      NVIDIA_TF32_OVERRIDE: '0',
    });
  });

  test('leaves tf32 on where the run asks for it, which TensorFlow would take for float32 too', () => {
    expect(workerEnvironment(gpu, [gpu], 8, {}, 1, 'tf32')).not.toHaveProperty('NVIDIA_TF32_OVERRIDE');
  });

  test('has one thread where there are more slots than cores', () => {
    const environment = workerEnvironment(cpu(0), [cpu(0), cpu(1), cpu(2)], 2, {});
    expect(environment.OMP_NUM_THREADS).toBe('1');
  });

  test('has as many threads as the run asks for, however many slots there are', () => {
    for (const devices of [[cpu(0)], [cpu(0), cpu(1)]])
      expect(workerEnvironment(cpu(0), devices, 8, {}, 1)).toMatchObject({
        TF_NUM_INTRAOP_THREADS: '1',
        OMP_NUM_THREADS: '1',
      });
  });

  test('on a GPU shows that GPU alone, by its UUID, whatever was set outside', () => {
    const environment = workerEnvironment(gpu, [gpu, cpu(0)], 8, { CUDA_VISIBLE_DEVICES: '3' });
    expect(environment.CUDA_VISIBLE_DEVICES).toBe('GPU-0a1b');
  });
});

describe('the devices of a run', () => {
  test('come in the order the experiment names them', () => {
    expect(chosenDevices(['gpu:0', 'cpu:1'], [cpu(0), cpu(1), gpu]).map(({ id }) => id)).toEqual([
      'gpu:0',
      'cpu:1',
    ]);
  });

  test('must be on this machine', () => {
    expect(() => chosenDevices(['cpu:0', 'gpu:7'], [cpu(0), cpu(1)])).toThrow(
      'gpu:7 is not on this machine, which has cpu:0, cpu:1.',
    );
  });
});
