import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { writeDurably } from '../../../src-workers/run/durable-file';
import { temporaryFolder } from '../../temporary-folder';

const done = vi.hoisted(() => [] as string[]);
vi.mock(import('node:fs'), async (load) => {
  const fs = await load();
  const fsyncSync = (handle: number) => {
    done.push(fs.fstatSync(handle).isDirectory() ? 'folder flushed' : 'file flushed');
    fs.fsyncSync(handle);
  };
  const renameSync: typeof fs.renameSync = (from, to) => {
    done.push('renamed');
    fs.renameSync(from, to);
  };
  return { ...fs, fsyncSync, renameSync };
});

test('a file is on the disk before it gets its name, and its name before anybody counts on it', () => {
  const folder = temporaryFolder();
  writeDurably(join(folder, 'checkpoint'), Uint8Array.of(1, 2, 3));
  expect(done).toEqual(['file flushed', 'renamed', 'folder flushed']);
  expect(readdirSync(folder)).toEqual(['checkpoint']);
  expect([...readFileSync(join(folder, 'checkpoint'))]).toEqual([1, 2, 3]);
});
