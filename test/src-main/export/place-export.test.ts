import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { placeExport } from '../../../src-main/export/place-export';
import { temporaryFolder } from '../../temporary-folder';

function folderOf(...names: string[]) {
  return async (path: string) => {
    await mkdir(path);
    for (const name of names) await writeFile(join(path, name), name);
  };
}

test('a folder takes the place of an older one whole', async () => {
  const home = temporaryFolder();
  const target = join(home, 'new', 'model');
  await placeExport(target, folderOf('a', 'b'));
  expect(await placeExport(target, folderOf('c'))).toEqual([join(target, 'c')]);
  expect(await readdir(target)).toEqual(['c']);
  expect(await readdir(join(home, 'new'))).toEqual(['model']);
});

test('what fails half way leaves the older one as it was, and nothing beside it', async () => {
  const home = temporaryFolder();
  const target = join(home, 'model.md');
  await placeExport(target, (path) => writeFile(path, 'older'));
  const failing = placeExport(target, async (path) => {
    await writeFile(path, 'half');
    throw new Error('no more');
  });
  await expect(failing).rejects.toThrow('no more');
  expect(await readFile(target, 'utf8')).toBe('older');
  expect(await readdir(home)).toEqual(['model.md']);
});

test('what is cancelled before its end is never seen', async () => {
  const home = temporaryFolder();
  const controller = new AbortController();
  const cancelled = placeExport(
    join(home, 'model'),
    async (path) => {
      await folderOf('a')(path);
      controller.abort(new Error('enough'));
    },
    controller.signal,
  );
  await expect(cancelled).rejects.toThrow('enough');
  expect(await readdir(home)).toEqual([]);
});

test.skipIf(!existsSync('/proc/self'))(
  'a place where no folder can be is refused instead of tried for ever',
  async () => {
    const filled = vi.fn();
    const failing = placeExport('/proc/nowhere/model', filled);
    await expect(failing).rejects.toThrow(/ENOENT|EACCES|EPERM/);
    expect(filled).not.toHaveBeenCalled();
  },
);
