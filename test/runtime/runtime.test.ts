import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { installedRuntime, installRuntime } from '../../src-main/runtime/runtime';
import { temporaryFolder } from '../temporary-folder';
import { fakePython } from './fake-python';

const recipe = 'tensorflow 2.21.0, tfjs-node-gpu 4.22.0';

function cacheWith(variant: string, files: Readonly<Record<string, string>>, chosen = variant): string {
  const cacheFolder = temporaryFolder();
  const folder = join(cacheFolder, 'tensorflow', variant);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(cacheFolder, 'tensorflow', 'chosen'), chosen);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return cacheFolder;
}

const complete = { ready: recipe, 'tfjs_binding.node': '' };

describe('the installed runtime', () => {
  test('is the chosen variant, with its binding’s path', () => {
    const cacheFolder = cacheWith('cuda', complete);
    expect(installedRuntime(cacheFolder)).toEqual({
      variant: 'cuda',
      version: '2.21.0',
      binding: join(cacheFolder, 'tensorflow', 'cuda', 'tfjs_binding.node'),
    });
  });

  test('an empty cache has none', () => {
    expect(installedRuntime(temporaryFolder())).toBeUndefined();
  });

  test.each([
    ['was made for another version', { ...complete, ready: 'tensorflow 2.9.0' }],
    ['was never finished', { 'tfjs_binding.node': '' }],
    ['lost its binding', { ready: recipe }],
  ])('one that %s does not count', (_case, files) => {
    expect(installedRuntime(cacheWith('cpu', files))).toBeUndefined();
  });

  test('a choice of something unknown does not count', () => {
    expect(installedRuntime(cacheWith('cpu', complete, 'rocm'))).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('installing', () => {
  const launcher = new ChildProcessLauncher('/none/worker.js');
  const options = (cacheFolder: string) => ({
    cacheFolder,
    variant: 'cpu' as const,
    onProgress: () => {},
    launcher,
  });

  test('does nothing but choose where the variant is complete', async () => {
    const calls = fakePython('abc');
    const cacheFolder = cacheWith('cpu', complete, 'cuda');
    expect((await installRuntime(options(cacheFolder))).variant).toBe('cpu');
    expect(readFileSync(join(cacheFolder, 'tensorflow', 'chosen'), 'utf8')).toBe('cpu');
    expect(existsSync(calls)).toBe(false);
  });

  test('a failure leaves no runtime, no lock and no unfinished files', async () => {
    fakePython('not a wheel');
    const cacheFolder = temporaryFolder();
    await expect(installRuntime(options(cacheFolder))).rejects.toThrow(/not the file that was expected/);
    expect(installedRuntime(cacheFolder)).toBeUndefined();
    expect(readdirSync(join(cacheFolder, 'tensorflow'))).toEqual(['downloads']);
    expect(readdirSync(join(cacheFolder, 'tensorflow', 'downloads'))).toEqual([]);
  });
});
