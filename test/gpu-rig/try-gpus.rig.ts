import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { gpusHere } from '../../src-main/runtime/fitting-variant';
import { tryGpus } from '../../src-main/runtime/try-gpus';
import { type PretendedMachine, pretend } from './pretended';
import { rigFolders } from './rig-folders';

const { runtime } = rigFolders();

/** Tries out all GPUs of a pretended machine anew; returns what was told. */
async function tryOut(machine: PretendedMachine): Promise<readonly string[]> {
  for (const [name, value] of Object.entries(pretend(machine))) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  rmSync(join(runtime, 'gpus.tried'), { force: true });
  const told: string[] = [];
  await tryGpus(await gpusHere(), join(runtime, 'tfjs_binding.node'), {
    launcher: new ChildProcessLauncher(resolve('out', 'main', 'worker.js')),
    onProgress: (text) => told.push(text),
  });
  return told;
}

describe('a GPU is tried out in a process of its own', () => {
  test('and passes where TensorFlow computes right on it; each once, until its driver changes', async () => {
    expect(await tryOut({ gpus: 2 })).toEqual([
      'Trying out gpu:0, Pretended GPU',
      'Trying out gpu:1, Pretended GPU',
    ]);
  });

  test.each(['9.0', '12.0'])(
    'the mended kernels pass a strict compiler of PTX for %s',
    async (capability) => {
      await tryOut({ capability, isStrict: true });
    },
  );

  test('and fails with the driver named where the CUDA runtime refuses it, which once ended the process', async () => {
    // As a driver that CUDA 12's runtime refuses, and that nobody has judged by its version.
    await expect(tryOut({ cuda: 11_040 })).rejects.toThrow(
      /^gpu:0 \(Pretended GPU, driver 580\.95\.05\) cannot train yet: .*could not use its devices: cudaGetDevice\(\) failed/,
    );
  });

  test('a GPU that fails at the first kernel is told of in the words of its driver', async () => {
    await expect(tryOut({ failsAfter: 0 })).rejects.toThrow(/cannot train yet/);
  });
});

describe('a library that is missing is named', () => {
  test.each([
    'libcudart.so.12',
    'libcublas.so.12',
    'libcublasLt.so.12',
    'libcufft.so.11',
    'libcusolver.so.11',
    'libcusparse.so.12',
    'libcudnn.so.9',
    'libcuda.so.1',
    'libnvidia-ml.so.1',
  ])('%s', async (without) => {
    await expect(tryOut({ without })).rejects.toThrow(`gpu:0 needs ${without}`);
  });
});
