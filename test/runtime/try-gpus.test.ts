import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LaunchOptions, WorkerExit, WorkerLauncher } from '../../src-main/processes/worker-process';
import { tryGpus } from '../../src-main/runtime/try-gpus';
import type { Gpu } from '../../src-shared/devices/devices';
import { temporaryFolder } from '../temporary-folder';

const gpu: Gpu = {
  kind: 'gpu',
  id: 'gpu:0',
  index: 0,
  uuid: 'GPU-0a1b',
  name: 'A GPU',
  totalMemoryMB: 80_000,
  usedMemoryMB: 0,
  driver: '580.95.05',
};

/** A process that says these lines and ends so. */
function ending(
  exit: Partial<WorkerExit>,
  lines: readonly string[] = [],
  launched: LaunchOptions[] = [],
): WorkerLauncher {
  return {
    launch: (options) => {
      launched.push(options);
      return {
        send: () => {},
        onMessage: () => {},
        onLog: (listener) => lines.forEach(listener),
        onExit: (listener) => listener({ code: null, signal: null, ...exit }),
        kill: () => {},
      };
    },
  };
}

function tryOut(gpus: readonly Gpu[], launcher: WorkerLauncher, folder = temporaryFolder()): Promise<void> {
  return tryGpus(gpus, join(folder, 'tfjs_binding.node'), { launcher, onProgress: () => {} });
}

describe('a GPU is tried out', () => {
  test('in a process that sees it alone, once, and again with another driver', async () => {
    const folder = temporaryFolder();
    const launched: LaunchOptions[] = [];
    const launcher = ending({ code: 0 }, [], launched);
    for (const driver of ['580.95.05', '580.95.05', '590.1'])
      await tryOut([{ ...gpu, driver }], launcher, folder);
    expect(launched).toHaveLength(2);
    expect(launched[0]?.environment).toMatchObject({
      CUDA_VISIBLE_DEVICES: 'GPU-0a1b',
      PARASAMPLE_GPU: 'gpu:0',
    });
    expect(readFileSync(join(folder, 'gpus.tried'), 'utf8')).toContain('GPU-0a1b 590.1');
  });

  test('and what ends that process is a sentence with GPU and driver, never silence', async () => {
    await expect(tryOut([gpu], ending({ signal: 'SIGSEGV' }))).rejects.toThrow(
      'gpu:0 (A GPU, driver 580.95.05) cannot train yet: the process that used it ended with SIGSEGV. A newer driver usually helps; CPU slots train meanwhile.',
    );
  });

  test('and what that process says of it is told, without the noise around it', async () => {
    const lines = ['E0000 some words', 'PARASAMPLE gpu:0 needs libcudnn.so.9.'];
    await expect(tryOut([gpu], ending({ code: 1 }, lines))).rejects.toThrow(
      'cannot train yet: gpu:0 needs libcudnn.so.9. A newer driver',
    );
  });

  test('but not one on which nothing can train anyway', async () => {
    await tryOut([{ ...gpu, hindrance: 'It is too old.' }], ending({ signal: 'SIGSEGV' }));
  });
});
