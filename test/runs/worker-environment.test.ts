import { describe, expect, test } from 'vitest';
import { foreignNames } from '../../src-main/processes/listened-variables';
import { workerEnvironment } from '../../src-main/processes/worker-environment';
import { chosenDevices } from '../../src-main/runs/chosen-devices';
import { environmentNotes } from '../../src-main/runs/first-notes';
import type { Device } from '../../src-shared/devices/devices';
import { experimentSchema } from '../../src-shared/experiment/experiment';

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
    expect(
      workerEnvironment(gpu, [gpu], 8, {}, 1, { precision: 'tf32', deterministic: false }),
    ).not.toHaveProperty('NVIDIA_TF32_OVERRIDE');
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

  test('takes nothing that changes numbers from the shell of a person, but what is theirs to choose', () => {
    const shell = {
      HOME: '/root',
      TF_XLA_FLAGS: '--tf_xla_auto_jit=2',
      XLA_FLAGS: '--xla_dump_to=/tmp',
      NVIDIA_TF32_OVERRIDE: '1',
      CUBLAS_WORKSPACE_CONFIG: ':4096:8',
      OMP_PROC_BIND: 'true',
      TF_ENABLE_ONEDNN_OPTS: '0',
    };
    const environment = workerEnvironment(cpu(0), [cpu(0)], 2, shell);
    expect(environment).toMatchObject({
      HOME: '/root',
      TF_ENABLE_ONEDNN_OPTS: '0',
      NVIDIA_TF32_OVERRIDE: '0',
    });
    for (const name of ['TF_XLA_FLAGS', 'XLA_FLAGS', 'CUBLAS_WORKSPACE_CONFIG', 'OMP_PROC_BIND'])
      expect(environment).not.toHaveProperty(name);
    expect(foreignNames({ ...shell, CUDA_VISIBLE_DEVICES: '0', TF_CLI_CONFIG_FILE: '/terraform' })).toEqual([
      'CUBLAS_WORKSPACE_CONFIG',
      'NVIDIA_TF32_OVERRIDE',
      'TF_XLA_FLAGS',
      'XLA_FLAGS',
    ]);
  });

  test('asks TensorFlow for the same order of additions each time where the run is to be deterministic', () => {
    const training = { precision: 'float32', deterministic: true } as const;
    expect(workerEnvironment(gpu, [gpu], 8, {}, 1, training)).toMatchObject({ TF_DETERMINISTIC_OPS: '1' });
  });

  test('of a GPU takes NCCL’s variables from the person, but for the order of additions that the run asks for', () => {
    const shell = { NCCL_P2P_DISABLE: '1', NCCL_ALGO: 'Tree' };
    expect(workerEnvironment(gpu, [gpu], 8, shell)).toMatchObject(shell);
    const training = { precision: 'float32', deterministic: true } as const;
    expect(workerEnvironment(gpu, [gpu], 8, shell, 1, training)).toMatchObject({
      NCCL_P2P_DISABLE: '1',
      NCCL_ALGO: 'Ring',
      NCCL_PROTO: 'Simple',
    });
    expect(workerEnvironment(cpu(0), [cpu(0)], 8, {}, 1, training)).not.toHaveProperty('NCCL_ALGO');
  });

  test('of a GPU lets no call of NCCL wait for a lost worker, nor all runs meet in one place, whatever was set outside', () => {
    const environment = workerEnvironment(gpu, [gpu], 8, { NCCL_COMM_BLOCKING: '1', NCCL_COMM_ID: 'a:1' });
    expect(environment).toMatchObject({ NCCL_COMM_BLOCKING: '0' });
    expect(environment).not.toHaveProperty('NCCL_COMM_ID');
  });

  test('says to the worker of a GPU which it is for, so that it trains on no other in its name', () => {
    expect(workerEnvironment(gpu, [gpu], 8, {})).toMatchObject({ PARASAMPLE_GPU: 'gpu:0' });
  });

  test('on a GPU shows that GPU alone, by its UUID, whatever was set outside', () => {
    const shell = { CUDA_VISIBLE_DEVICES: '3', CUDA_DEVICE_ORDER: 'FASTEST_FIRST' };
    const environment = workerEnvironment(gpu, [gpu, cpu(0)], 8, shell);
    expect(environment.CUDA_VISIBLE_DEVICES).toBe('GPU-0a1b');
    expect(environment.CUDA_DEVICE_ORDER).toBe('PCI_BUS_ID');
  });
});

describe('what a run says of the environment', () => {
  const shell = { NCCL_ALGO: 'Tree', NCCL_DEBUG: 'WARN', TF_XLA_FLAGS: '--tf_xla_auto_jit=2' };
  const notes = (device: string, deterministic: boolean) =>
    environmentNotes(
      experimentSchema.parse({
        data: { dataset: 'digits' },
        model: { kind: 'mlp' },
        training: { deterministic },
        parallel: { mode: 'local', devices: [device] },
      }),
      shell,
    );
  const foreign =
    'Set where Parasample was started, but not for workers, whose numbers it would change: TF_XLA_FLAGS.';

  test('is what reaches its workers, and what does not', () => {
    expect(notes('gpu:0', false)).toEqual([
      'Set where Parasample was started, and handed on to workers: NCCL_ALGO=Tree, NCCL_DEBUG=WARN.',
      foreign,
    ]);
    expect(notes('gpu:0', true)).toEqual([
      'Set where Parasample was started, and handed on to workers: NCCL_DEBUG=WARN.',
      'Set where Parasample was started, but a run sets it itself: NCCL_ALGO.',
      foreign,
    ]);
  });

  test('has nothing of GPUs where it trains on none', () => {
    expect(notes('cpu:0', true)).toEqual([foreign]);
  });
});

describe('the devices of a run', () => {
  test('come in the order the experiment names them', () => {
    expect(chosenDevices(['gpu:0', 'cpu:1'], [cpu(0), cpu(1), gpu]).map(({ id }) => id)).toEqual([
      'gpu:0',
      'cpu:1',
    ]);
  });

  test('can do without one on which nothing can train: its own sentence says why', () => {
    const hindered = { ...gpu, hindrance: 'gpu:0 is too old.' };
    expect(() => chosenDevices(['gpu:0'], [cpu(0), hindered])).toThrow('gpu:0 is too old.');
  });

  test('must be on this machine', () => {
    expect(() => chosenDevices(['cpu:0', 'gpu:7'], [cpu(0), cpu(1)])).toThrow(
      'gpu:7 is not on this machine, which has cpu:0, cpu:1.',
    );
  });
});
