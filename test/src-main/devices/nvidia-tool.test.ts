import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { askNvidiaTool } from '../../../src-main/devices/nvidia-tool';
import { temporaryFolder } from '../../temporary-folder';

const begun = vi.hoisted(() => [] as string[]);

vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>();
  const execFile = (...[file, ...rest]: Parameters<typeof real.execFile>) => {
    begun.push(file);
    return real.execFile(file, ...rest);
  };
  return { ...real, execFile };
});

afterEach(() => {
  vi.unstubAllEnvs();
  begun.length = 0;
});

/** PATH is one empty folder, into which a tool can be put. */
function pathOfOneFolder(): (name: string, mode: number) => void {
  const folder = temporaryFolder();
  vi.stubEnv('PATH', `${join(folder, 'missing')}:${folder}`);
  return (name, mode) => {
    writeFileSync(join(folder, name), '#!/bin/sh\necho hello "$1"\n');
    chmodSync(join(folder, name), mode);
  };
}

test.skipIf(process.platform === 'win32')(
  'no process is begun for a tool that is not there or cannot be run, however often it is asked; one that comes later is asked',
  async () => {
    const put = pathOfOneFolder();
    const places = ['tool', '/nowhere/tool'];
    for (let turn = 0; turn < 3; turn++)
      expect(await askNvidiaTool(['-L'], places)).toEqual({ text: '', failure: { code: 'ENOENT' } });
    put('tool', 0o644);
    expect(await askNvidiaTool(['-L'], places)).toMatchObject({ failure: { code: 'ENOENT' } });
    expect(begun).toEqual([]);
    put('tool', 0o755);
    expect(await askNvidiaTool(['-L'], places)).toEqual({ text: 'hello -L\n' });
    expect(begun).toEqual(['tool']);
  },
);
