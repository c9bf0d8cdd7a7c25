import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inUnfinishedFolder } from '../../scripts/unfinished.mjs';
import { temporaryFolder } from '../temporary-folder';

test('a finished file is in its place, and nothing else is left', async () => {
  const target = join(temporaryFolder(), 'cache', 'node24');
  await inUnfinishedFolder(target, async (folder) => {
    writeFileSync(join(folder, 'part'), 'whole');
    renameSync(join(folder, 'part'), target);
  });
  expect(readFileSync(target, 'utf8')).toBe('whole');
  expect(readdirSync(join(target, '..'))).toEqual(['node24']);
});

test('a failure leaves nothing', async () => {
  const target = join(temporaryFolder(), 'node24');
  const failing = inUnfinishedFolder(target, () => Promise.reject(new Error('the line was cut')));
  await expect(failing).rejects.toThrow('the line was cut');
  expect(readdirSync(join(target, '..'))).toEqual([]);
});

test('what a killed process left is removed, what a living one is doing is not', async () => {
  const target = join(temporaryFolder(), 'node24');
  const dead = `${target}.unfinished-${spawnSync(process.execPath, ['-e', '']).pid}`;
  const living = `${target}.unfinished-${process.ppid}`;
  for (const folder of [dead, living]) mkdirSync(folder);
  await inUnfinishedFolder(target, async () => undefined);
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(living)).toBe(true);
});
