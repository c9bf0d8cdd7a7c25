import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { compileOperations, refreshOperations } from '../../src-main/runtime/compile-operations';
import { temporaryFolder } from '../temporary-folder';

function told() {
  const lines: string[] = [];
  const launcher = new ChildProcessLauncher('/none/worker.js');
  return {
    lines,
    options: { cacheFolder: '', onProgress: (line: string) => void lines.push(line), launcher },
  };
}

describe.runIf(process.platform === 'linux')('our own TensorFlow operations', () => {
  test('that cannot be compiled cost speed alone: the old ones go, and that is said', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'parasample_operations.node'), 'of older sources');
    const { lines, options } = told();
    await compileOperations(folder, { command: 'false', firstArguments: [], linking: [] }, options);
    expect(lines[lines.length - 1]).toMatch(/could not be compiled here; training uses TensorFlow's own/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('for GPUs need a compiler with TensorFlow’s C++ library: without it that is said', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'nvidia', 'cuda_nvrtc'), { recursive: true });
    const { lines, options } = told();
    await compileOperations(folder, { command: 'false', firstArguments: [], linking: [] }, options);
    expect(lines).toContain(
      "Kernels of our own for GPUs need g++ of this machine; without it GPUs use TensorFlow's, which are slower",
    );
  });

  test('stopping is not taken for a failure to compile', async () => {
    const { options } = told();
    const stopped = AbortSignal.abort();
    const compiler = { command: 'true', firstArguments: [], linking: [] };
    await expect(
      compileOperations(temporaryFolder(), compiler, { ...options, signal: stopped }),
    ).rejects.toThrow(/was stopped/);
  });

  test('are not compiled where there is no TensorFlow to compile against', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'tensorflow'));
    const { lines, options } = told();
    await refreshOperations(folder, options);
    expect(lines).toEqual([]);
    expect(readdirSync(folder)).toEqual(['tensorflow']);
  });
});
