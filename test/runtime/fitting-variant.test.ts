import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { fittingVariant } from '../../src-main/runtime/fitting-variant';
import { installRuntime } from '../../src-main/runtime/runtime';
import { nvidiaTool } from '../nvidia-tool';
import { temporaryFolder } from '../temporary-folder';
import { fakePython } from './fake-python';

const gpu = (driver: string, capability: string): string =>
  `0, GPU-1, NVIDIA X, 81559, 0, 0, 45, 70.00, ${driver}, ${capability}, [N/A], 700.00, 0x0`;

describe.runIf(process.platform === 'linux')('what is installed', () => {
  test('is TensorFlow for CUDA where a GPU can train, and else the one for CPUs, with the reason', async () => {
    const told: string[] = [];
    nvidiaTool({ gpus: gpu('580.95.05', '9.0') });
    expect(await fittingVariant((text) => told.push(text))).toBe('cuda');
    nvidiaTool({ gpus: gpu('470.42', '8.0') });
    expect(await fittingVariant((text) => told.push(text))).toBe('cpu');
    expect(told).toEqual([
      'gpu:0 has the NVIDIA driver 470.42, which is too old for CUDA 12; please update it to 525.60 or newer.',
    ]);
  });

  test('a second GPU that can train is enough', async () => {
    nvidiaTool({
      gpus: [gpu('580.95', '6.1'), gpu('580.95', '8.9').replace('0, GPU-1', '1, GPU-2')].join('\n'),
    });
    expect(await fittingVariant()).toBe('cuda');
  });

  test('gigabytes that nothing could use are refused before they are fetched', async () => {
    const calls = fakePython('abc');
    nvidiaTool({ gpus: gpu('580.95', '7.0') });
    const install = installRuntime({
      cacheFolder: temporaryFolder(),
      variant: 'cuda',
      onProgress: () => {},
      launcher: new ChildProcessLauncher('/none/worker.js'),
    });
    await expect(install).rejects.toThrow(
      /^TensorFlow for CUDA was not downloaded: gpu:0 \(NVIDIA X\) has compute capability 7\.0, too old/,
    );
    expect(existsSync(calls)).toBe(false);
  });
});
