import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseGpus } from '../../../src-main/devices/gpu-table';
import { noteOf, readGpus } from '../../../src-main/devices/nvidia-smi';

const systemMemory = { totalMemoryMB: 128_000, usedMemoryMB: 20_000 };

describe("nvidia-smi's list of GPUs", () => {
  test('two GPUs, sizes turned from MiB into MB', () => {
    const text = [
      '0, GPU-8f3d6a1e-0000-1111-2222-333344445555, NVIDIA H100 80GB HBM3, 81559, 1234, 37, 45, 312.55, 550.54.15',
      '1, GPU-8f3d6a1e-0000-1111-2222-333344446666, NVIDIA H100 80GB HBM3, 81559, 0, 0, 31, 69.10, 550.54.15',
      '',
    ].join('\n');
    const [first, second] = parseGpus(text, systemMemory);
    expect(first).toEqual({
      kind: 'gpu',
      id: 'gpu:0',
      index: 0,
      uuid: 'GPU-8f3d6a1e-0000-1111-2222-333344445555',
      name: 'NVIDIA H100 80GB HBM3',
      totalMemoryMB: 85_521,
      usedMemoryMB: 1294,
      utilisationPercent: 37,
      temperatureC: 45,
      powerW: 312.55,
      driver: '550.54.15',
    });
    expect(second).toMatchObject({ id: 'gpu:1', usedMemoryMB: 0, utilisationPercent: 0 });
  });

  test('what the driver does not know is left undefined, not 0', () => {
    const text = '0, GPU-1a, NVIDIA GeForce GT 710, 2001, 120, [N/A], 40, [Not Supported], 470.256.02\r\n';
    const [gpu] = parseGpus(text, systemMemory);
    expect(gpu).toMatchObject({ utilisationPercent: undefined, temperatureC: 40, powerW: undefined });
  });

  test("a GPU that shares the system's memory is given that memory", () => {
    const [gpu] = parseGpus('0, GPU-1a, NVIDIA GB10, [N/A], [N/A], 3, 41, 9.11, 580.95.05', systemMemory);
    expect(gpu).toMatchObject(systemMemory);
  });

  test('the sentence a lost GPU leaves is no GPU; its neighbours are still listed', () => {
    const text = [
      'Unable to determine the device handle for GPU0000:0B:00.0: GPU is lost.  Reboot the system to recover this GPU',
      '1, GPU-2b, NVIDIA A100-SXM4-40GB, 40960, 5, 0, 30, 50.00, 535.183.01',
    ].join('\n');
    expect(parseGpus(text, systemMemory).map(({ id }) => id)).toEqual(['gpu:1']);
    expect(parseGpus('No devices were found', systemMemory)).toEqual([]);
  });
});

describe('why there is no GPU, as a sentence', () => {
  test('a driver and a library that do not match', () => {
    const stdout =
      'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 535.183\n';
    expect(noteOf({ code: 18 }, stdout)).toBe(
      'The NVIDIA driver was updated while in use (Failed to initialize NVML: Driver/library version mismatch); restart the machine to use its GPUs.',
    );
  });

  test('any other failure, in the words of the tool or with its exit code', () => {
    const stdout =
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure it is running.\n\n";
    expect(noteOf({ code: 9 }, stdout)).toBe(
      "nvidia-smi failed, so no GPU can be used: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure it is running.",
    );
    expect(noteOf({ code: 255 }, '')).toBe(
      'nvidia-smi failed, so no GPU can be used: it ended with code 255.',
    );
  });

  test('a tool that hangs', () => {
    expect(noteOf({ killed: true, code: null }, '')).toContain('gave no answer within 5 seconds');
  });
});

describe.skipIf(process.platform === 'win32')('the tool is really run', () => {
  const path = process.env.PATH;
  let folder = '';
  afterEach(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true, force: true });
  });

  async function withTool(script?: string): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'nvidia-'));
    if (script) {
      await writeFile(join(folder, 'nvidia-smi'), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, 'nvidia-smi'), 0o755);
    }
    process.env.PATH = script ? `${folder}:${path}` : folder;
  }

  test('its rows become GPUs', async () => {
    await withTool('echo "0, GPU-1a, NVIDIA L4, 23034, 1, 0, 30, 12.00, 550.54.15"');
    expect(await readGpus(systemMemory)).toMatchObject({ gpus: [{ id: 'gpu:0', name: 'NVIDIA L4' }] });
  });

  test('a missing tool and a failing tool are notes, not errors', async () => {
    await withTool();
    expect(await readGpus(systemMemory)).toEqual({
      note: 'No NVIDIA driver is installed, so training uses the CPU.',
    });
    await rm(folder, { recursive: true });
    process.env.PATH = path;
    await withTool('echo "No devices were found"; exit 6');
    expect(await readGpus(systemMemory)).toEqual({
      note: 'nvidia-smi failed, so no GPU can be used: No devices were found.',
    });
  });
});
