import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runtimeMethods } from '../../src-main/api/runtime-methods';
import { Tasks } from '../../src-main/api/tasks';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { runtimeTaskTitle, type TaskProgress } from '../../src-shared/tasks';
import { temporaryFolder } from '../temporary-folder';

function onCache(cacheFolder: string) {
  const told: TaskProgress[] = [];
  const tasks = new Tasks((task) => told.push(task));
  const launcher = new ChildProcessLauncher('/none/worker.js');
  return { told, methods: runtimeMethods({ cacheFolder, launcher, tasks }) };
}

describe.runIf(process.platform === 'linux')('the runtime, asked for by the window', () => {
  test('can be had where it is not installed, with what it downloads', async () => {
    const { methods } = onCache(temporaryFolder());
    const state = await methods.runtime();
    expect(state).toMatchObject({ kind: 'installable', downloadMB: expect.any(Number) });
  });

  test('is there where it is installed', async () => {
    const cache = temporaryFolder();
    const folder = join(cache, 'tensorflow', 'cpu');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(cache, 'tensorflow', 'chosen'), 'cpu');
    writeFileSync(join(folder, 'ready'), 'tensorflow 2.21.0, tfjs-node-gpu 4.22.0');
    writeFileSync(join(folder, 'tfjs_binding.node'), '');
    expect(await onCache(cache).methods.runtime()).toEqual({ kind: 'installed' });
  });

  test('says what is missing on a machine without Python', async () => {
    vi.stubEnv('PATH', temporaryFolder());
    const { methods, told } = onCache(temporaryFolder());
    const { taskId } = await methods.installRuntime();
    await vi.waitFor(() => expect(told.at(-1)?.state).toBe('failed'));
    expect(told.at(-1)).toMatchObject({
      id: taskId,
      title: runtimeTaskTitle,
      message: expect.stringMatching(/needs python3, which is not there: please install Python 3 with pip/),
    });
    expect(told.map(({ step }) => step)).toContain('Installing TensorFlow 2.21.0 (cpu), 274 MB to download');
  });
});
