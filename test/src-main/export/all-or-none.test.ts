import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allOrNone } from '../../../src-main/export/all-or-none';
import { temporaryFolder } from '../../temporary-folder';

test('what fails on its way leaves none of its files and folders, and all that was there before', async () => {
  const folder = temporaryFolder();
  const [old, made, never] = ['old.txt', 'new/deep/made.txt', 'new/never.txt'].map((name) =>
    join(folder, name),
  );
  writeFileSync(old, 'then');
  const writing = allOrNone([old, made, never], async () => {
    mkdirSync(join(folder, 'new', 'deep'), { recursive: true });
    writeFileSync(old, 'now');
    writeFileSync(made, '');
    throw new Error('full');
  });
  await expect(writing).rejects.toThrow('full');
  expect(existsSync(join(folder, 'new'))).toBe(false);
  expect(readFileSync(old, 'utf8')).toBe('now');
});

test('folders in which somebody else has put something meanwhile stay', async () => {
  const folder = temporaryFolder();
  const foreign = join(folder, 'new', 'foreign.txt');
  const writing = allOrNone([join(folder, 'new', 'deep', 'made.txt')], async () => {
    mkdirSync(join(folder, 'new', 'deep'), { recursive: true });
    writeFileSync(foreign, '');
    throw new Error('full');
  });
  await expect(writing).rejects.toThrow('full');
  expect([existsSync(foreign), existsSync(join(folder, 'new', 'deep'))]).toEqual([true, false]);
});

test('what succeeds leaves all of them', async () => {
  const file = join(temporaryFolder(), 'made.txt');
  await allOrNone([file], async () => writeFileSync(file, ''));
  expect(existsSync(file)).toBe(true);
});
