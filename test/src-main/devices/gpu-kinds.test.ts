import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { judgedGpus } from '../../../src-main/devices/gpu-hindrance';
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

/** Why nothing can train on a GPU that stands beside another one; undefined where something can. */
function hindranceOf(judged: Gpu, visible?: string): string | undefined {
  return judgedGpus([{ ...gpu, id: 'gpu:0', index: 0, uuid: 'GPU-8f000000' }, judged], visible)[1]?.hindrance;
}

describe('a GPU on which nothing can train says why, and what to do', () => {
  test('one of today has no hindrance', () => {
    expect(hindranceOf(gpu)).toBeUndefined();
    expect(hindranceOf({ ...gpu, computeCapability: '12.0', driver: '525.60.13' })).toBeUndefined();
  });

  test('a driver below 525.60', () => {
    expect(hindranceOf({ ...gpu, driver: '525.53' })).toBe(
      'gpu:1 has the NVIDIA driver 525.53, which is too old for CUDA 12; please update it to 525.60 or newer.',
    );
    expect(hindranceOf({ ...gpu, driver: '470.256.02' })).toContain('470.256.02');
  });

  test('compute capability below 7.5, for which cuDNN has no code', () => {
    expect(hindranceOf({ ...gpu, name: 'Tesla V100', computeCapability: '7.0' })).toBe(
      'gpu:1 (Tesla V100) has compute capability 7.0, too old for cuDNN 9; GPUs from 7.5 on (Turing) can train, or choose CPU slots.',
    );
    expect(hindranceOf({ ...gpu, computeCapability: '7.5' })).toBeUndefined();
  });
});

describe('CUDA_VISIBLE_DEVICES of a person', () => {
  test('hides what it does not name, by index or by the beginning of an UUID', () => {
    expect(hindranceOf(gpu, '0')).toBe(
      'gpu:1 is hidden by CUDA_VISIBLE_DEVICES=0, with which Parasample was started; start it without, or name 1 there too.',
    );
    for (const visible of ['', ' ', 'GPU-8f0', 'GPU-8f3e', 'MIG-8f3d'])
      expect(hindranceOf(gpu, visible)).toContain('is hidden');
    for (const visible of ['1', '0,1', ' 0 , 1 ', 'GPU-8f3d', 'GPU-8f3d6a1e', '0,GPU-8f3d'])
      expect(hindranceOf(gpu, visible)).toBeUndefined();
  });

  test('has numbers of the bus, which is said where CUDA might count GPUs of several models in another order', () => {
    const slower = { ...gpu, id: 'gpu:0', index: 0, uuid: 'GPU-0a1b', name: 'NVIDIA A2' };
    const hindrances = (visible: string, order?: string) =>
      judgedGpus([slower, gpu], visible, order).map(({ hindrance }) => hindrance);
    const said =
      'gpu:1 is hidden by CUDA_VISIBLE_DEVICES=0, with which Parasample was started; start it without, or name 1 there too. Numbers are read as `nvidia-smi` counts GPUs; CUDA by itself counts the fastest first, unless `CUDA_DEVICE_ORDER=PCI_BUS_ID` is set.';
    expect(hindrances('0')).toEqual([undefined, said]);
    expect(hindrances('0', 'FASTEST_FIRST')).toEqual([undefined, said]);
    for (const [visible, order] of [['0', 'PCI_BUS_ID'], ['GPU-0a1b'], ['']] as const)
      expect(hindrances(visible, order)[1]).toMatch(/there too\.$/);
    expect(hindranceOf(gpu, '0')).toMatch(/there too\.$/);
  });

  test('hides what stands behind a name that is of no GPU here, where CUDA stops to read', () => {
    expect(hindranceOf(gpu, '-1')).toContain('is hidden by CUDA_VISIBLE_DEVICES=-1,');
    for (const visible of ['0,-1,1', '7,1', '0,7,1', ',1', 'GPU-9999,1', 'all'])
      expect(hindranceOf(gpu, visible)).toContain('is hidden');
    for (const visible of ['1,-1', '1,7', '1,']) expect(hindranceOf(gpu, visible)).toBeUndefined();
  });

  test('names none by a beginning that two share', () => {
    expect(hindranceOf(gpu, 'GPU-8f')).toContain('is hidden');
    expect(hindranceOf(gpu, 'GPU-8f,1')).toContain('is hidden');
  });

  test('names an instance of MIG by its UUID, which is what the sentence asks for', () => {
    const instances = ['MIG-aa11', 'MIG-bb22'].map((uuid, place) => ({ ...gpu, id: `gpu:1.${place}`, uuid }));
    const hindrances = (visible: string) => judgedGpus(instances, visible).map(({ hindrance }) => hindrance);
    expect(hindrances('MIG-bb22')).toEqual([
      'gpu:1.0 is hidden by CUDA_VISIBLE_DEVICES=MIG-bb22, with which Parasample was started; start it without, or name MIG-aa11 there too.',
      undefined,
    ]);
    expect(hindrances('1')).toEqual([undefined, undefined]);
    expect(hindrances('0')).not.toContain(undefined);
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

  test('a person’s order of GPUs is looked at', async () => {
    const other = row.replace('0, GPU-8f3d, NVIDIA H100', '1, GPU-9999, NVIDIA L4');
    nvidiaTool({ gpus: [row, other].map((one) => `${one}, 9.0, [N/A], 700.00, 0x0`).join('\n') });
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '1');
    vi.stubEnv('CUDA_DEVICE_ORDER', undefined);
    const hidden = async () => {
      const reading = await readGpus(systemMemory);
      return 'gpus' in reading && reading.gpus[0]?.hindrance;
    };
    expect(await hidden()).toContain('CUDA by itself counts the fastest first');
    vi.stubEnv('CUDA_DEVICE_ORDER', 'PCI_BUS_ID');
    expect(await hidden()).not.toContain('fastest first');
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
