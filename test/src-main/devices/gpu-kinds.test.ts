import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judged } from '../../../src-main/devices/gpu-hindrance';
import { parseGpus } from '../../../src-main/devices/gpu-table';
import { withUsers } from '../../../src-main/devices/gpu-users';
import { readGpus } from '../../../src-main/devices/nvidia-smi';
import { askNvidiaTool } from '../../../src-main/devices/nvidia-tool';
import type { Gpu } from '../../../src-shared/devices/devices';
import { nvidiaTool, nvidiaToolFile } from '../../nvidia-tool';
import { temporaryFolder } from '../../temporary-folder';

const systemMemory = { totalMemoryMB: 128_000, usedMemoryMB: 20_000 };
const row = '0, GPU-8f3d, NVIDIA H100, 81559, 1234, 37, 45, 312.55, 580.95.05';

const gpu: Gpu = {
  kind: 'gpu',
  id: 'gpu:1',
  index: 1,
  uuid: 'GPU-8f3d6a1e',
  name: 'NVIDIA H100',
  totalMemoryMB: 80_000,
  usedMemoryMB: 500,
  driver: '580.95.05',
  computeCapability: '9.0',
};

describe("a GPU's row of a newer driver", () => {
  test('tells compute capability, power limit and what slows it, by the bits of nvml.h', () => {
    const [read] = parseGpus(`${row}, 9.0, [N/A], 700.00, 0x0000000000000044`, systemMemory);
    expect(read).toMatchObject({
      computeCapability: '9.0',
      powerLimitW: 700,
      slowedBy: ['power cap', 'heat'],
    });
  });

  test('an idle one is not slowed', () => {
    const [read] = parseGpus(`${row}, 9.0, Disabled, 700.00, 0x0000000000000001`, systemMemory);
    expect(read?.slowedBy).toBeUndefined();
    expect(read?.isDivided).toBeUndefined();
  });
});

describe('a GPU on which nothing can train says why, and what to do', () => {
  test('one of today has no hindrance', () => {
    expect(judged(gpu, undefined).hindrance).toBeUndefined();
    expect(
      judged({ ...gpu, computeCapability: '12.0', driver: '525.60.13' }, undefined).hindrance,
    ).toBeUndefined();
  });

  test('a driver below 525.60', () => {
    expect(judged({ ...gpu, driver: '525.53' }, undefined).hindrance).toBe(
      'gpu:1 has the NVIDIA driver 525.53, which is too old for CUDA 12; please update it to 525.60 or newer.',
    );
    expect(judged({ ...gpu, driver: '470.256.02' }, undefined).hindrance).toContain('470.256.02');
  });

  test('compute capability below 7.5, for which cuDNN has no code', () => {
    expect(judged({ ...gpu, name: 'Tesla V100', computeCapability: '7.0' }, undefined).hindrance).toBe(
      'gpu:1 (Tesla V100) has compute capability 7.0, too old for cuDNN 9; GPUs from 7.5 on (Turing) can train, or choose CPU slots.',
    );
    expect(judged({ ...gpu, computeCapability: '7.5' }, undefined).hindrance).toBeUndefined();
  });

  test('hidden by the CUDA_VISIBLE_DEVICES of a person, by index or by the beginning of an UUID', () => {
    expect(judged(gpu, '0').hindrance).toBe(
      'gpu:1 is hidden by CUDA_VISIBLE_DEVICES=0, with which Parasample was started; start it without, or name 1 there too.',
    );
    expect(judged(gpu, '').hindrance).toContain('is hidden');
    expect(judged(gpu, '0,1').hindrance).toBeUndefined();
    expect(judged(gpu, 'GPU-8f3d').hindrance).toBeUndefined();
  });

  test('hidden by standing behind a name that CUDA does not know, where it stops to read', () => {
    expect(judged(gpu, '-1').hindrance).toContain('is hidden by CUDA_VISIBLE_DEVICES=-1,');
    expect(judged(gpu, '0,-1,1').hindrance).toContain('is hidden');
    expect(judged(gpu, '1,-1').hindrance).toBeUndefined();
  });
});

test('whose memory it is stands with the GPU, programs by their last name and others left out', () => {
  const rows = ['GPU-8f3d6a1e, 4211, 1024, /usr/bin/python3, old', 'GPU-0000, 1, 5, other', ''].join('\n');
  expect(withUsers(gpu, rows)).toMatchObject({
    users: [{ pid: 4211, program: 'python3, old', memoryMB: 1074 }],
    usedMemoryMB: 1074,
  });
});

describe.skipIf(process.platform === 'win32')('the tool is really run', () => {
  test('a driver that does not know a column is asked for fewer', async () => {
    nvidiaTool({ gpus: `${row}, 9.0, [N/A], 700.00, 0x0` });
    expect(await readGpus(systemMemory)).toMatchObject({ gpus: [{ id: 'gpu:0', computeCapability: '9.0' }] });
  });

  // The list as NVIDIA's MIG User Guide prints it.
  test('instances of MIG are devices of their own, and the GPU that they divide is none', async () => {
    const list = [
      'GPU 0: NVIDIA H100 (UUID: GPU-8f3d)',
      '  MIG 3g.40gb     Device  0: (UUID: MIG-e91edf3b-b297-37c1-a2a7-7601c3238fa2)',
      '  MIG 3g.40gb     Device  1: (UUID: MIG-a4db6dc3-e8f5-5d4c-9d5e-1a1b1c1d1e1f)',
      'GPU 1: NVIDIA H100 (UUID: GPU-9999)',
    ].join('\n');
    const gpus = [
      `${row}, 9.0, Enabled, 700.00, 0x0`,
      `${row.replace('0, GPU-8f3d', '1, GPU-9999')}, 9.0, Disabled, 700.00, 0x0`,
    ];
    nvidiaTool({ gpus: gpus.join('\n'), list });
    const reading = await readGpus(systemMemory);
    expect(reading).toMatchObject({
      gpus: [
        { id: 'gpu:0.0', uuid: 'MIG-e91edf3b-b297-37c1-a2a7-7601c3238fa2', totalMemoryMB: 42_950 },
        { id: 'gpu:0.1', name: 'NVIDIA H100 MIG 3g.40gb' },
        { id: 'gpu:1' },
      ],
    });
  });

  test('a GPU that MIG divides into nothing is a note', async () => {
    nvidiaTool({ gpus: `${row}, 9.0, Enabled, 700.00, 0x0`, list: 'GPU 0: NVIDIA H100 (UUID: GPU-8f3d)' });
    expect(await readGpus(systemMemory)).toMatchObject({
      note: expect.stringContaining('nvidia-smi mig -cgi'),
    });
  });

  test("Windows's Linux has the tool off the path, where it is found too", async () => {
    const off = nvidiaToolFile({ gpus: row });
    const answer = await askNvidiaTool(['--query-gpu=index'], [join(temporaryFolder(), 'nvidia-smi'), off]);
    expect(answer).toEqual({ text: `${row}\n` });
  });
});
